import type { Case, CaseSeries } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { straggler } from './straggler.js';

const limit = straggler.limits.excess;

/** A rank that runs, and its own time of a step in seconds. */
const rank = (
  name: number,
  seconds: CaseSeries['values'],
  running: CaseSeries['values'] = [1],
): readonly CaseSeries[] => [
  { key: 'stepOwnTimeTypical', rank: String(name), labels: {}, values: seconds },
  { key: 'runState', rank: String(name), labels: { state: 'running' }, values: running },
];

export const cases: readonly Case[] = [
  {
    name: 'sick: one of four ranks becomes twice as slow, and is named; then it is as fast as the others again',
    vitals: [
      ...rank(0, [0.2]),
      ...rank(1, [0.21]),
      ...rank(2, timeline([0.2, 3], [0.4, 10], [0.2, 1])),
      ...rank(3, [0.19]),
    ],
    expect: [
      { at: 5, raised: false },
      { at: 7, raised: true, rank: '2' },
      { at: 12, raised: true, rank: '2' },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'sick: the slower one of two',
    vitals: [...rank(0, [0.2]), ...rank(1, [0.6])],
    expect: [{ at: 6, raised: true, rank: '1' }],
  },
  {
    name: 'healthy: steps of another length now and then, on all ranks at once',
    vitals: [0, 1, 2].flatMap((name) => rank(name, timeline([0.2, 5], [2, 5], [0.2, 5], [2, 5]))),
    expect: [{ at: 19, raised: false }],
  },
  {
    name: 'healthy: a slow rank of a run that is over',
    vitals: [...rank(0, [0.2], [0]), ...rank(1, [0.2], [0]), ...rank(2, [2], [0])],
    expect: [{ at: 20, raised: false }],
  },
  {
    name: 'boundary: up to the limit all ranks count as alike',
    vitals: [...rank(0, [1]), ...rank(1, [1]), ...rank(2, [1 + under(limit)])],
    expect: [{ at: 20, raised: false }],
  },
  {
    name: 'boundary: over the limit one is slower',
    vitals: [...rank(0, [1]), ...rank(1, [1]), ...rank(2, [1 + over(limit)])],
    expect: [{ at: 5, raised: true, rank: '2' }],
  },
  {
    name: 'flapping: two slow minutes in six are no slow machine',
    vitals: [
      ...rank(0, [0.2]),
      ...rank(1, [0.2]),
      ...rank(2, timeline([0.2, 4], [0.6, 2], [0.2, 4], [0.6, 2], [0.2, 4], [0.6, 2], [0.2, 1])),
    ],
    expect: [
      { at: 6, raised: false },
      { at: 12, raised: false },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'not measured: a rank alone is not compared',
    vitals: [...rank(0, [9]), ...rank(1, [null], [null])],
    expect: [{ at: 20, raised: false }],
  },
];
