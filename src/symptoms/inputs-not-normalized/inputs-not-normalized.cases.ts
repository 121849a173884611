import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { inputsNotNormalized } from './inputs-not-normalized.js';

const { large, small } = inputsNotNormalized.limits;
const pixels = { input: 'pixels' };
const age = { input: 'age' };

export const cases: readonly Case[] = [
  {
    name: 'sick: one of two inputs has a large scale, until it is standardized',
    vitals: [
      { key: 'inputScale', labels: pixels, values: timeline([null, 1], [large.value * 20, 8], [1, 12]) },
      { key: 'inputScale', labels: age, values: [1] },
    ],
    expect: [
      { at: 0, raised: false },
      { at: 4, raised: true },
      { at: 8, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'sick: the pixels were divided twice',
    vitals: [{ key: 'inputScale', labels: pixels, values: [small.value / 20] }],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'healthy: pixels of 0 to 1, and a standardized input',
    vitals: [
      { key: 'inputScale', labels: pixels, values: ramp(12, (tick) => 0.3 + 0.02 * Math.sin(tick)) },
      { key: 'inputScale', labels: age, values: [1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the large limit is quiet, just over it is raised',
    vitals: [{ key: 'inputScale', labels: pixels, values: timeline([large.value, 6], [over(large), 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the small limit is quiet, just under it is raised',
    vitals: [{ key: 'inputScale', labels: pixels, values: timeline([small.value, 6], [under(small), 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute over the limit does not stay raised',
    vitals: [
      {
        key: 'inputScale',
        labels: pixels,
        values: timeline([1, 3], [over(large), 1], [1, 12], [over(large), 1], [1, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute at unit scale does not clear it',
    vitals: [
      {
        key: 'inputScale',
        labels: pixels,
        values: timeline([large.value * 20, 6], [1, 1], [large.value * 20, 6]),
      },
    ],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: indices for an embedding may be large',
    vitals: [
      { key: 'inputScale', labels: { input: 'words' }, values: [null] },
      { key: 'inputMean', labels: { input: 'words' }, values: [large.value * 1000] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
