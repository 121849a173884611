import type { Case } from '../symptom.js';
import { timeline } from '../timeline.js';

const running = { state: 'running' };
const finished = { state: 'finished' };

/** Ticks until a series without new samples counts as gone in every Prometheus, and the alert has held. */
const noticed = 9;

export const cases: readonly Case[] = [
  {
    name: 'sick: running, then gone',
    vitals: [
      { key: 'runState', labels: running, values: timeline([1, 5], [null, 60]) },
      { key: 'runState', labels: finished, values: timeline([0, 5], [null, 60]) },
    ],
    expect: [
      { at: 4, raised: false },
      { at: 4 + noticed, raised: true },
      { at: 60, raised: false },
    ],
  },
  {
    name: 'healthy: finished, then gone',
    vitals: [
      { key: 'runState', labels: running, values: timeline([1, 3], [0, 3], [null, 20]) },
      { key: 'runState', labels: finished, values: timeline([0, 3], [1, 3], [null, 20]) },
    ],
    expect: [
      { at: 4, raised: false },
      { at: 5 + noticed, raised: false },
      { at: 25, raised: false },
    ],
  },
  {
    name: 'healthy: still there',
    vitals: [{ key: 'runState', labels: running, values: [1] }],
    expect: [{ at: 30, raised: false }],
  },
  {
    name: 'boundary: the very last sample decides whether the run was over',
    vitals: [
      { key: 'runState', labels: running, values: timeline([1, 5], [0, 1], [null, 20]) },
      { key: 'runState', labels: finished, values: timeline([0, 5], [1, 1], [null, 20]) },
    ],
    expect: [
      { at: 5 + noticed, raised: false },
      { at: 25, raised: false },
    ],
  },
  {
    name: 'flapping: single lost scrapes are not a lost run',
    vitals: [
      {
        key: 'runState',
        labels: running,
        values: timeline([1, 4], [null, 1], [1, 4], [null, 1], [1, 4], [null, 1], [1, 4]),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 10, raised: false },
      { at: 18, raised: false },
    ],
  },
  {
    name: 'not measured: never seen, so never lost',
    vitals: [{ key: 'runState', labels: running, values: [null] }],
    expect: [{ at: 30, raised: false }],
  },
];
