import type { Case } from '../symptom.js';
import { over, ramp, timeline } from '../timeline.js';
import { lossNonfinite } from './loss-nonfinite.js';

const { values } = lossNonfinite.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: the loss turns NaN and stays so',
    vitals: [
      { key: 'nonfinite', labels: { where: 'loss' }, values: ramp(12, (tick) => Math.max(0, tick - 4) * 60) },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 5, raised: true },
      { at: 11, raised: true },
    ],
  },
  {
    name: 'sick: the counter was above zero when it was first seen, and never grows again',
    vitals: [{ key: 'nonfinite', labels: { where: 'weight' }, values: [7] }],
    expect: [{ at: 1, raised: true }],
  },
  {
    name: 'sick: only the gradient is affected, and only once',
    vitals: [
      { key: 'nonfinite', labels: { where: 'loss' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'gradient' }, values: timeline([0, 4], [1, 30]) },
      { key: 'nonfinite', labels: { where: 'weight' }, values: [0] },
    ],
    expect: [
      { at: 3, raised: false },
      { at: 4, raised: true },
      { at: 30, raised: false },
    ],
  },
  {
    name: 'healthy: every counter stays at zero',
    vitals: [
      { key: 'nonfinite', labels: { where: 'loss' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'gradient' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'weight' }, values: [0] },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 15, raised: false },
    ],
  },
  {
    name: 'healthy: infinite values in an input or an activation alone are not this symptom',
    vitals: [
      { key: 'nonfinite', labels: { where: 'loss' }, values: [0] },
      { key: 'nonfinite', labels: { where: 'activation' }, values: ramp(12, (tick) => tick * 60) },
      { key: 'nonfinite', labels: { where: 'input' }, values: ramp(12, (tick) => tick * 60) },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: as many as the limit are none, one more is enough',
    vitals: [
      {
        key: 'nonfinite',
        labels: { where: 'loss' },
        values: timeline([values.value, 10], [over(values), 5]),
      },
    ],
    expect: [
      { at: 9, raised: false },
      { at: 11, raised: true },
    ],
  },
  {
    name: 'flapping: one value an hour is one episode an hour',
    vitals: [{ key: 'nonfinite', labels: { where: 'gradient' }, values: timeline([0, 3], [1, 60], [2, 30]) }],
    expect: [
      { at: 4, raised: true },
      { at: 40, raised: false },
      { at: 64, raised: true },
      { at: 92, raised: false },
    ],
  },
  {
    name: 'not measured: no counter, no verdict',
    vitals: [{ key: 'nonfinite', labels: { where: 'loss' }, values: [null] }],
    expect: [{ at: 10, raised: false }],
  },
];
