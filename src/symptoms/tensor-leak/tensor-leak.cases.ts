import type { Case } from '../symptom.js';
import { ramp, timeline, under } from '../timeline.js';
import { tensorLeak } from './tensor-leak.js';

const { growth } = tensorLeak.limits;
const leak = growth.value * 20;

export const cases: readonly Case[] = [
  {
    name: 'sick: every step leaves tensors behind, until the callback frees them',
    vitals: [
      { key: 'tensorGrowth', values: timeline([null, 2], [leak, 8], [0, 12]) },
      { key: 'tensors', values: ramp(22, (tick) => 100 + leak * 60 * Math.min(tick, 10)) },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 5, raised: true },
      { at: 9, raised: true },
      { at: 18, raised: false },
    ],
  },
  {
    name: 'healthy: many tensors, of which none is left behind',
    vitals: [
      { key: 'tensorGrowth', values: [0] },
      { key: 'tensors', values: [50_000] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'healthy: tensors become fewer',
    vitals: [{ key: 'tensorGrowth', values: [-leak] }],
    expect: [{ at: 11, raised: false }],
  },
  {
    name: 'boundary: just under the growth is quiet, exactly the growth is raised',
    vitals: [{ key: 'tensorGrowth', values: timeline([under(growth), 6], [growth.value, 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute that leaves tensors behind does not stay raised',
    vitals: [{ key: 'tensorGrowth', values: timeline([0, 3], [leak, 1], [0, 12], [leak, 1], [0, 12]) }],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute that leaves none does not clear it',
    vitals: [{ key: 'tensorGrowth', values: timeline([leak, 6], [0, 1], [leak, 6]) }],
    expect: [
      { at: 5, raised: true },
      { at: 6, raised: true },
      { at: 12, raised: true },
    ],
  },
  {
    name: 'not measured: a number of tensors alone says nothing',
    vitals: [
      { key: 'tensorGrowth', values: [null] },
      { key: 'tensors', values: [50_000] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
