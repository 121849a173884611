import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { variableNotTraining } from './variable-not-training.js';

const { unchanged, peak, constant, converged } = variableNotTraining.limits;
const kernel = (layer: string) => ({ layer, variable: 'kernel' });

export const cases: readonly Case[] = [
  {
    name: 'sick: one variable of three stands still, then moves again',
    vitals: [
      {
        key: 'unchangedSteps',
        labels: kernel('conv2'),
        values: [...ramp(12, (tick) => Math.max(0, tick - 3) * 60), ...timeline([0, 10])],
      },
      { key: 'unchangedSteps', labels: { layer: 'conv2', variable: 'bias' }, values: [0] },
      { key: 'unchangedSteps', labels: kernel('out'), values: [0] },
      { key: 'lossImprovement', values: [0.3] },
    ],
    expect: [
      { at: 2, raised: false, layer: 'conv2' },
      { at: 8, raised: true, layer: 'conv2' },
      { at: 11, raised: true, layer: 'conv2' },
      { at: 11, raised: false, layer: 'out' },
      { at: 20, raised: false, layer: 'conv2' },
    ],
  },
  {
    name: 'sick: updates of other variables were large and the loss falls for it; this one stands still',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [5000] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [0.3] },
    ],
    expect: [{ at: 4, raised: true, layer: 'conv1' }],
  },
  {
    name: 'sick: the loss stands still, and no update was ever large',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [5000] },
      { key: 'updateRatioPeak', values: [0.01] },
      { key: 'lossImprovement', values: [0] },
    ],
    expect: [{ at: 4, raised: true, layer: 'conv1' }],
  },
  {
    name: 'healthy: every step changes every variable',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [0] },
      { key: 'unchangedSteps', labels: kernel('out'), values: [0] },
      { key: 'lossImprovement', values: [0.3] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: variables stand still because there is nothing left to learn',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [5000] },
      { key: 'lossImprovement', values: [0.9999] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: the first updates froze the run; the learning rate is the cause and is named instead',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [5000] },
      { key: 'unchangedSteps', labels: kernel('out'), values: [5000] },
      { key: 'updateRatioPeak', values: [1.8] },
      { key: 'lossImprovement', values: [0.001] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: one step too few is quiet, as many as the limit are raised',
    vitals: [
      {
        key: 'unchangedSteps',
        labels: kernel('conv1'),
        values: timeline([under(unchanged), 6], [unchanged.value, 6]),
      },
      { key: 'lossImprovement', values: [0.3] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'conv1' },
    ],
  },
  {
    name: 'boundary: a loss exactly at the converged share is quiet, just under it is raised',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [5000] },
      { key: 'lossImprovement', values: timeline([converged.value, 6], [under(converged), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'conv1' },
    ],
  },
  {
    name: 'boundary: with a constant loss an update just over the peak is quiet, exactly at it is raised',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [5000] },
      { key: 'updateRatioPeak', values: timeline([over(peak), 6], [peak.value, 6]) },
      { key: 'lossImprovement', values: [0] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'conv1' },
    ],
  },
  {
    name: 'boundary: after a huge update a loss just under the constant is quiet, exactly at it is raised',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [5000] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: timeline([under(constant), 6], [constant.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true, layer: 'conv1' },
    ],
  },
  {
    name: 'flapping: a variable that rests for less than the limit, again and again, is never raised',
    vitals: [
      {
        key: 'unchangedSteps',
        labels: kernel('embedding'),
        values: ramp(16, (tick) => (tick % 2 === 0 ? 0 : under(unchanged))),
      },
      { key: 'lossImprovement', values: [0.3] },
    ],
    expect: [
      { at: 8, raised: false },
      { at: 15, raised: false },
    ],
  },
  {
    name: 'flapping: a minute over the limit does not stay raised',
    vitals: [
      {
        key: 'unchangedSteps',
        labels: kernel('embedding'),
        values: timeline([0, 3], [unchanged.value, 1], [0, 12], [unchanged.value, 1], [0, 12]),
      },
      { key: 'lossImprovement', values: [0.3] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: a loss alone decides nothing about variables',
    vitals: [
      { key: 'unchangedSteps', labels: kernel('conv1'), values: [null] },
      { key: 'lossImprovement', values: [0] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
