import type { Case } from '../symptom.js';
import { over, ramp, timeline } from '../timeline.js';
import { agentOverBudget } from './agent-over-budget.js';

const { ratio } = agentOverBudget.limits;
const costly = ratio.value * 3;

export const cases: readonly Case[] = [
  {
    name: 'sick: the least that is measured exceeds the budget by far, until layers are left out',
    vitals: [{ key: 'agentBudget', values: timeline([0.8, 3], [costly, 20], [0.8, 12]) }],
    expect: [
      { at: 2, raised: false },
      { at: 20, raised: true },
      { at: 22, raised: true },
      { at: 34, raised: false },
    ],
  },
  {
    name: 'healthy: the cost stays just below the budget',
    vitals: [{ key: 'agentBudget', values: ramp(25, (tick) => 0.9 + 0.05 * Math.sin(tick)) }],
    expect: [
      { at: 10, raised: false },
      { at: 24, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the ratio is quiet, just over it is raised',
    vitals: [{ key: 'agentBudget', values: timeline([ratio.value, 18], [over(ratio), 18]) }],
    expect: [
      { at: 17, raised: false },
      { at: 35, raised: true },
    ],
  },
  {
    name: 'flapping: a costly minute does not stay raised',
    vitals: [
      { key: 'agentBudget', values: timeline([0.8, 3], [costly, 1], [0.8, 20], [costly, 1], [0.8, 20]) },
    ],
    expect: [
      { at: 22, raised: false },
      { at: 44, raised: false },
    ],
  },
  {
    name: 'flapping: a minute within the budget does not clear it',
    vitals: [{ key: 'agentBudget', values: timeline([costly, 20], [0.8, 1], [costly, 6]) }],
    expect: [
      { at: 19, raised: true },
      { at: 20, raised: true },
      { at: 26, raised: true },
    ],
  },
  {
    name: 'not measured: a high cost in the opening allowance, or at an interval of the user, is no overdraft',
    vitals: [
      { key: 'agentBudget', values: [null] },
      { key: 'agentOverhead', values: [0.5] },
    ],
    expect: [{ at: 25, raised: false }],
  },
];
