import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { saturatedActivation } from './saturated-activation.js';

const { share, outputs, learned } = saturatedActivation.limits;
const hidden = { layer: 'hidden' };

export const cases: readonly Case[] = [
  {
    name: 'sick: one of two layers is driven to its rails and comes back',
    vitals: [
      { key: 'layerSaturatedUnits', labels: hidden, values: timeline([0.02, 3], [0.98, 8], [0.02, 12]) },
      { key: 'layerSaturatedUnits', labels: { layer: 'gate' }, values: [0.05] },
    ],
    expect: [
      { at: 2, raised: false, layer: 'hidden' },
      { at: 6, raised: true, layer: 'hidden' },
      { at: 10, raised: true, layer: 'hidden' },
      { at: 10, raised: false, layer: 'gate' },
      { at: 20, raised: false, layer: 'hidden' },
    ],
  },
  {
    name: 'healthy: a few units are at their rails',
    vitals: [
      {
        key: 'layerSaturatedUnits',
        labels: hidden,
        values: ramp(12, (tick) => share.value / 10 + 0.01 * Math.sin(tick)),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 11, raised: false },
    ],
  },
  {
    name: 'boundary: exactly the share is quiet, just over it is raised',
    vitals: [
      { key: 'layerSaturatedUnits', labels: hidden, values: timeline([share.value, 6], [over(share), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'hidden' },
    ],
  },
  {
    name: 'flapping: a minute over the limit does not stay raised',
    vitals: [
      {
        key: 'layerSaturatedUnits',
        labels: hidden,
        values: timeline([0, 3], [over(share), 1], [0, 12], [over(share), 1], [0, 12]),
      },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'flapping: a minute under the limit does not clear it',
    vitals: [
      {
        key: 'layerSaturatedUnits',
        labels: hidden,
        values: timeline([over(share), 6], [0, 1], [over(share), 6]),
      },
    ],
    expect: [
      { at: 5, raised: true, layer: 'hidden' },
      { at: 6, raised: true, layer: 'hidden' },
      { at: 12, raised: true, layer: 'hidden' },
    ],
  },
  {
    name: 'not measured: outputs near 1 say nothing about units',
    vitals: [
      { key: 'layerSaturatedUnits', labels: hidden, values: [null] },
      { key: 'layerActivationMean', labels: hidden, values: [0.999] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'sick: outputs lie at one rail or the other, whatever the unit, and little was learned',
    vitals: [
      { key: 'layerSaturatedUnits', labels: hidden, values: [0.1] },
      {
        key: 'layerActivationRailRatio',
        labels: hidden,
        values: timeline([0.1, 3], [0.95, 8], [0.1, 12]),
      },
      { key: 'lossImprovement', values: [0.3] },
    ],
    expect: [
      { at: 2, raised: false, layer: 'hidden' },
      { at: 6, raised: true, layer: 'hidden' },
      { at: 20, raised: false, layer: 'hidden' },
    ],
  },
  {
    name: 'healthy: sure answers of a network that has learned',
    vitals: [
      { key: 'layerSaturatedUnits', labels: hidden, values: [0.1] },
      { key: 'layerActivationRailRatio', labels: hidden, values: [0.95] },
      { key: 'lossImprovement', values: [0.99] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly that share of outputs is quiet, just over it is raised',
    vitals: [
      {
        key: 'layerActivationRailRatio',
        labels: hidden,
        values: timeline([outputs.value, 6], [over(outputs), 6]),
      },
      { key: 'lossImprovement', values: [0] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'hidden' },
    ],
  },
  {
    name: 'boundary: exactly learned is quiet, just under it is raised',
    vitals: [
      { key: 'layerActivationRailRatio', labels: hidden, values: [0.95] },
      { key: 'lossImprovement', values: timeline([learned.value, 6], [under(learned), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'hidden' },
    ],
  },
];
