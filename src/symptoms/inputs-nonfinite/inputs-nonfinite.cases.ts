import type { Case } from '../symptom.js';
import { over, ramp, timeline } from '../timeline.js';
import { inputsNonfinite } from './inputs-nonfinite.js';

const { values } = inputsNonfinite.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: batches with NaN keep coming, until the data is cleaned',
    vitals: [
      {
        key: 'nonfinite',
        labels: { where: 'input' },
        values: [...ramp(12, (tick) => Math.max(0, tick - 4) * 60), ...timeline([420, 30])],
      },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 5, raised: true },
      { at: 11, raised: true },
      { at: 40, raised: false },
    ],
  },
  {
    name: 'sick: only the labels are affected, and only once',
    vitals: [
      { key: 'nonfinite', labels: { where: 'input' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'label' }, values: timeline([0, 4], [1, 30]) },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 4, raised: true },
      { at: 30, raised: false },
    ],
  },
  {
    name: 'sick: the counter was above zero when it was first seen, and never grows again',
    vitals: [{ key: 'nonfinite', labels: { where: 'input' }, values: [7] }],
    expect: [{ at: 1, raised: true }],
  },
  {
    name: 'healthy: both counters stay at zero',
    vitals: [
      { key: 'nonfinite', labels: { where: 'input' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'label' }, values: [0] },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 15, raised: false },
    ],
  },
  {
    name: 'healthy: clean data, and a loss that overflows by itself',
    vitals: [
      { key: 'nonfinite', labels: { where: 'input' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'label' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'loss' }, values: ramp(12, (tick) => tick * 60) },
      { key: 'nonfinite', labels: { where: 'activation' }, values: ramp(12, (tick) => tick * 60) },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: as many as the limit are none, one more is enough',
    vitals: [
      {
        key: 'nonfinite',
        labels: { where: 'input' },
        values: timeline([values.value, 10], [over(values), 5]),
      },
    ],
    expect: [
      { at: 9, raised: false },
      { at: 11, raised: true },
    ],
  },
  {
    name: 'flapping: one bad batch an hour is one episode an hour',
    vitals: [{ key: 'nonfinite', labels: { where: 'input' }, values: timeline([0, 3], [1, 60], [2, 30]) }],
    expect: [
      { at: 4, raised: true },
      { at: 40, raised: false },
      { at: 64, raised: true },
      { at: 92, raised: false },
    ],
  },
  {
    name: 'not measured: in a loop of your own the batch is not seen',
    vitals: [
      { key: 'nonfinite', labels: { where: 'input' }, values: [null] },
      { key: 'nonfinite', labels: { where: 'label' }, values: [null] },
      { key: 'nonfinite', labels: { where: 'loss' }, values: ramp(12, (tick) => tick * 60) },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
