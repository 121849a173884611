import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Watching costs more than it may.
 *
 *   cost over │▔▔▔▔▔▔  sick: above 2
 *   budget  1 │
 *             │______  healthy
 *             └────── steps
 */
export const agentOverBudget = {
  id: 'agent-over-budget',
  severity: 'info',
  scope: 'run',
  decidedBy: 'both',
  title: 'Agent over budget',
  summary: 'Watching the run costs more than its budget allows.',
  finding: 'Watching run {run} costs {value} times its budget (limit {limit}).',
  valueFormat: 'number',
  limits: {
    ratio: {
      value: 2,
      unit: 'ratio',
      min: 1,
      max: 10000,
      origin:
        'twice the budget: the least that is measured in every step can exceed it in steps of a millisecond',
    },
  },
  condition: vital('agentBudget').above('ratio'),
  hold: { raise: 100, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Cost against budget',
    description: 'Share of step time that watching costs, over the budget. Healthy is at most 1.',
    series: ['agentBudget', 'agentOverhead'],
    unit: 'none',
  },
  remedies: ['Leave layers out with layers: { exclude }.', 'Raise budget, if the cost is acceptable.'],
  hints: [],
} as const satisfies Declaration;
