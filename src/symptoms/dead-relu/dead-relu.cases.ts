import type { Case } from '../symptom.js';
import { over, ramp, timeline } from '../timeline.js';
import { deadRelu } from './dead-relu.js';

const { share } = deadRelu.limits;
const dense1 = { layer: 'dense1' };

export const cases: readonly Case[] = [
  {
    name: 'sick: one of two layers dies and is revived',
    vitals: [
      { key: 'layerDeadUnits', labels: dense1, values: timeline([0.1, 3], [0.95, 8], [0.1, 12]) },
      { key: 'layerDeadUnits', labels: { layer: 'conv1' }, values: [0.05] },
    ],
    expect: [
      { at: 2, raised: false, layer: 'dense1' },
      { at: 6, raised: true, layer: 'dense1' },
      { at: 10, raised: true, layer: 'dense1' },
      { at: 10, raised: false, layer: 'conv1' },
      { at: 20, raised: false, layer: 'dense1' },
    ],
  },
  {
    name: 'healthy: a few units are dead, half of the values are zero',
    vitals: [
      { key: 'layerDeadUnits', labels: dense1, values: ramp(12, (tick) => 0.1 + 0.02 * Math.sin(tick)) },
      { key: 'layerActivationZeroRatio', labels: dense1, values: [0.6] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the share is quiet, just over it is raised',
    vitals: [{ key: 'layerDeadUnits', labels: dense1, values: timeline([share.value, 6], [over(share), 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'flapping: a minute over the limit does not stay raised',
    vitals: [
      {
        key: 'layerDeadUnits',
        labels: dense1,
        values: timeline([0.4, 3], [over(share), 1], [0.4, 12], [over(share), 1], [0.4, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute under the limit does not clear it',
    vitals: [{ key: 'layerDeadUnits', labels: dense1, values: timeline([0.9, 6], [0.4, 1], [0.9, 6]) }],
    expect: [
      { at: 5, raised: true, layer: 'dense1' },
      { at: 6, raised: true, layer: 'dense1' },
      { at: 12, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'not measured: many zeros say nothing about units',
    vitals: [
      { key: 'layerDeadUnits', labels: dense1, values: [null] },
      { key: 'layerActivationZeroRatio', labels: dense1, values: [0.99] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
