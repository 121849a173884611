import type { Case } from '../symptom.js';
import { over, ramp, timeline } from '../timeline.js';
import { explodingGradient } from './exploding-gradient.js';

const { factor } = explodingGradient.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: ten thousand times its own median, then clipped',
    vitals: [{ key: 'gradientGrowth', values: timeline([1, 3], [10_000, 8], [1, 16]) }],
    expect: [
      { at: 2, raised: false },
      { at: 4, raised: true },
      { at: 10, raised: true },
      { at: 25, raised: false },
    ],
  },
  {
    name: 'sick: it overflows to infinity',
    vitals: [{ key: 'gradientGrowth', values: timeline([1, 3], [Number.POSITIVE_INFINITY, 4]) }],
    expect: [
      { at: 2, raised: false },
      { at: 5, raised: true },
    ],
  },
  {
    name: 'sick: it overflows within the first steps, before there is much of a history',
    vitals: [{ key: 'gradientGrowth', values: timeline([null, 1], [Number.POSITIVE_INFINITY, 4]) }],
    expect: [
      { at: 0, raised: false },
      { at: 1, raised: true },
    ],
  },
  {
    name: 'healthy: within its own history, a little up and down',
    vitals: [{ key: 'gradientGrowth', values: ramp(12, (tick) => 1 + 0.5 * Math.sin(tick)) }],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: it grows tenfold as the learning rate warms up',
    vitals: [{ key: 'gradientGrowth', values: timeline([1, 3], [10, 8]) }],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the factor is quiet, just over it is raised',
    vitals: [{ key: 'gradientGrowth', values: timeline([factor.value, 6], [over(factor), 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 8, raised: true },
    ],
  },
  {
    name: 'flapping: one burst pages once and does not stay raised',
    vitals: [{ key: 'gradientGrowth', values: timeline([1, 3], [500, 1], [1, 20], [500, 1], [1, 20]) }],
    expect: [
      { at: 3, raised: true },
      { at: 22, raised: false },
      { at: 24, raised: true },
      { at: 43, raised: false },
    ],
  },
  {
    name: 'flapping: a minute back in range does not clear it',
    vitals: [{ key: 'gradientGrowth', values: timeline([500, 5], [1, 1], [500, 5]) }],
    expect: [
      { at: 4, raised: true },
      { at: 5, raised: true },
      { at: 10, raised: true },
    ],
  },
  {
    name: 'not measured: no history yet, no verdict',
    vitals: [{ key: 'gradientGrowth', values: [null] }],
    expect: [{ at: 10, raised: false }],
  },
];
