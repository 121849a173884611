import type { Case } from '../symptom.js';
import { over, timeline } from '../timeline.js';
import { classImbalance } from './class-imbalance.js';

const { ratio } = classImbalance.limits;
const balanced = 1 + (ratio.value - 1) / 5;

export const cases: readonly Case[] = [
  {
    name: 'sick: a rare class, until its examples are repeated',
    vitals: [{ key: 'classImbalance', values: timeline([null, 2], [ratio.value * 5, 8], [balanced, 12]) }],
    expect: [
      { at: 1, raised: false },
      { at: 5, raised: true },
      { at: 9, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'sick: a class that is never seen counts as once',
    vitals: [
      { key: 'classImbalance', values: [ratio.value * 100] },
      { key: 'classExamples', labels: { class: 'cat' }, values: [ratio.value * 100] },
      { key: 'classExamples', labels: { class: 'lynx' }, values: [0] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'healthy: the classes are about as frequent as each other',
    vitals: [{ key: 'classImbalance', values: [balanced] }],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the ratio is quiet, just over it is raised',
    vitals: [{ key: 'classImbalance', values: timeline([ratio.value, 6], [over(ratio), 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute over the ratio does not stay raised',
    vitals: [
      {
        key: 'classImbalance',
        values: timeline([balanced, 3], [over(ratio), 1], [balanced, 12], [over(ratio), 1], [balanced, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute under the ratio does not clear it',
    vitals: [
      {
        key: 'classImbalance',
        values: timeline([over(ratio), 6], [ratio.value, 1], [over(ratio), 6]),
      },
    ],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: too few labels tell nothing of their balance',
    vitals: [
      { key: 'classImbalance', values: [null] },
      { key: 'classExamples', labels: { class: 'cat' }, values: [ratio.value * 100] },
      { key: 'classExamples', labels: { class: 'dog' }, values: [1] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
