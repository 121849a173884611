import type { Case } from '../symptom.js';
import { ramp, timeline, under } from '../timeline.js';
import { overtraining } from './overtraining.js';

const { evaluations } = overtraining.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: the best is ever longer ago, until a new one',
    vitals: [
      {
        key: 'evaluationsSinceBest',
        values: [
          ...timeline([0, 3]),
          ...ramp(8, (tick) => Math.round((evaluations.value * tick) / 3)),
          ...timeline([0, 12]),
        ],
      },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 9, raised: true },
      { at: 10, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'healthy: still better now and then',
    vitals: [
      { key: 'evaluationsSinceBest', values: ramp(24, (tick) => tick % Math.ceil(evaluations.value / 3)) },
    ],
    expect: [
      { at: 11, raised: false },
      { at: 23, raised: false },
    ],
  },
  {
    name: 'boundary: one evaluation too few is quiet, enough are raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: timeline([under(evaluations), 6], [evaluations.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a best that comes just when the limit is reached does not leave it raised',
    vitals: [
      {
        key: 'evaluationsSinceBest',
        values: timeline([0, 3], [evaluations.value, 1], [0, 12], [evaluations.value, 1], [0, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a best for a minute does not clear it',
    vitals: [
      {
        key: 'evaluationsSinceBest',
        values: timeline([evaluations.value, 6], [0, 1], [evaluations.value, 6]),
      },
    ],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: nothing is evaluated',
    vitals: [{ key: 'evaluationsSinceBest', values: [null] }],
    expect: [{ at: 14, raised: false }],
  },
];
