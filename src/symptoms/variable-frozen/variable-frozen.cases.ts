import type { Case } from '../symptom.js';
import { timeline, under } from '../timeline.js';
import { variableFrozen } from './variable-frozen.js';

const { trainable } = variableFrozen.limits;
const conv1 = { layer: 'conv1', variable: 'kernel' };
const dense1 = { layer: 'dense1', variable: 'kernel' };

export const cases: readonly Case[] = [
  {
    name: 'sick: one of two layers is frozen, until it is made trainable and compiled again',
    vitals: [
      { key: 'layerTrainable', labels: conv1, values: timeline([1, 3], [0, 8], [1, 12]) },
      { key: 'layerTrainable', labels: dense1, values: [1] },
    ],
    expect: [
      { at: 2, raised: false, layer: 'conv1' },
      { at: 6, raised: true, layer: 'conv1' },
      { at: 10, raised: true, layer: 'conv1' },
      { at: 10, raised: false, layer: 'dense1' },
      { at: 20, raised: false, layer: 'conv1' },
    ],
  },
  {
    name: 'sick: the kernel alone is frozen, the bias is updated',
    vitals: [
      { key: 'layerTrainable', labels: conv1, values: [0] },
      { key: 'layerTrainable', labels: { layer: 'conv1', variable: 'bias' }, values: [1] },
    ],
    expect: [{ at: 4, raised: true, layer: 'conv1' }],
  },
  {
    name: 'healthy: every variable is updated',
    vitals: [
      { key: 'layerTrainable', labels: conv1, values: [1] },
      { key: 'layerTrainable', labels: dense1, values: [1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: exactly one is quiet, just under it is raised',
    vitals: [
      { key: 'layerTrainable', labels: conv1, values: timeline([trainable.value, 6], [under(trainable), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'conv1' },
    ],
  },
  {
    name: 'flapping: a layer that is thawed again within a minute does not stay raised',
    vitals: [
      {
        key: 'layerTrainable',
        labels: conv1,
        values: timeline([1, 3], [0, 1], [1, 12], [0, 1], [1, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute in which it trains does not clear it',
    vitals: [{ key: 'layerTrainable', labels: conv1, values: timeline([0, 6], [1, 1], [0, 6]) }],
    expect: [
      { at: 5, raised: true, layer: 'conv1' },
      { at: 6, raised: true, layer: 'conv1' },
      { at: 12, raised: true, layer: 'conv1' },
    ],
  },
  {
    name: 'not measured: the running mean of a normalization is never updated by the optimizer',
    vitals: [
      {
        key: 'layerTrainable',
        labels: { layer: 'norm1', variable: 'moving_mean' },
        values: [null],
      },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
