import type { Case } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { vanishingGradient } from './vanishing-gradient.js';

const { flow, toWeight, zero, peak, dead, converged } = vanishingGradient.limits;
const first = { layer: 'dense1' };

export const cases: readonly Case[] = [
  {
    name: 'sick: a deep network of sigmoids, cured by another activation',
    vitals: [
      { key: 'gradientFlow', labels: first, values: timeline([0.2, 3], [1e-6, 8], [0.2, 12]) },
      { key: 'gradientToWeight', labels: first, values: timeline([0.01, 3], [1e-8, 8], [0.01, 12]) },
    ],
    expect: [
      { at: 2, raised: false, layer: 'dense1' },
      { at: 6, raised: true, layer: 'dense1' },
      { at: 10, raised: true, layer: 'dense1' },
      { at: 20, raised: false, layer: 'dense1' },
    ],
  },
  {
    name: 'sick: ReLU layers that fire and usual updates do not excuse it',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
      { key: 'layerDeadUnits', labels: { layer: 'dense2' }, values: [0.1] },
      { key: 'updateRatioPeak', values: [0.01] },
    ],
    expect: [{ at: 4, raised: true, layer: 'dense1' }],
  },
  {
    name: 'healthy: the first layer gets as much as the last',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [0.7] },
      { key: 'gradientToWeight', labels: first, values: [0.02] },
      { key: 'layerDeadUnits', labels: { layer: 'dense2' }, values: [0.1] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: less than the last layer, but enough for its own weights',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-5] },
      { key: 'gradientToWeight', labels: first, values: [0.01] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: a loss exactly at the converged share is quiet, just under it is raised',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
      { key: 'lossImprovement', values: timeline([converged.value, 6], [under(converged), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'healthy: a layer of dead units is the cause and is named by dead-relu',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
      { key: 'layerDeadUnits', labels: { layer: 'dense2' }, values: [0.97] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: an update larger than the weights drove the units to their rails, the rate is the cause',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
      { key: 'updateRatioPeak', values: [1.8] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the flow is quiet, just under it is raised',
    vitals: [
      { key: 'gradientFlow', labels: first, values: timeline([flow.value, 6], [under(flow), 6]) },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: exactly the share of the weights is quiet, just under it is raised',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: timeline([toWeight.value, 6], [under(toWeight), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: exactly zero is no vanishing gradient, the least gradient is',
    vitals: [
      { key: 'gradientFlow', labels: first, values: timeline([zero.value, 6], [over(zero), 6]) },
      { key: 'gradientToWeight', labels: first, values: [0] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: just over the dead share is quiet, exactly at it is raised',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
      {
        key: 'layerDeadUnits',
        labels: { layer: 'dense2' },
        values: timeline([over(dead), 6], [dead.value, 6]),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'boundary: an update just over the peak is quiet, exactly at it is raised',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
      { key: 'updateRatioPeak', values: timeline([over(peak), 6], [peak.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'dense1' },
    ],
  },
  {
    name: 'flapping: a minute without gradient does not stay raised',
    vitals: [
      {
        key: 'gradientFlow',
        labels: first,
        values: timeline([0.2, 3], [1e-6, 1], [0.2, 12], [1e-6, 1], [0.2, 12]),
      },
      { key: 'gradientToWeight', labels: first, values: [1e-8] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: the flow alone decides nothing',
    vitals: [
      { key: 'gradientFlow', labels: first, values: [1e-6] },
      { key: 'gradientToWeight', labels: first, values: [null] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
