import type { Case, CaseSeries } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { learningRateTooLow } from './learning-rate-too-low.js';

const { ratio, first, decayed, progress, still, starved, improvement, gradient, dead, flow, peak, steps } =
  learningRateTooLow.limits;
const enough = steps.value * 10;
const kernel = (layer: string) => ({ layer, variable: 'kernel' });

/** Tiny updates and a constant loss, although there is a gradient: raised unless something else explains it. */
const slow: readonly CaseSeries[] = [
  { key: 'updateRatio', values: [1e-7] },
  { key: 'lossImprovement', values: [0] },
  { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
  { key: 'lossSteps', values: [enough] },
];

export const cases: readonly Case[] = [
  {
    name: 'sick: gradients arrive, updates do not, until the rate is raised',
    vitals: [
      { key: 'updateRatio', values: timeline([1e-7, 10], [2e-3, 12]) },
      { key: 'lossImprovement', values: timeline([0.001, 10], [0.5, 12]) },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'layerGradientNorm', labels: kernel('out'), values: [0.9] },
      { key: 'lossSteps', values: timeline([0, 2], [enough, 20]) },
    ],
    expect: [
      { at: 1, raised: false },
      { at: 5, raised: true },
      { at: 9, raised: true },
      { at: 18, raised: false },
    ],
  },
  {
    name: 'sick: units that fire, a gradient that flows and usual first updates do not excuse it',
    vitals: [
      ...slow,
      { key: 'layerDeadUnits', labels: { layer: 'conv2' }, values: [0.1] },
      { key: 'gradientFlow', labels: { layer: 'conv1' }, values: [0.6] },
      { key: 'updateRatioPeak', values: [1e-7] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'sick: even the largest updates are small, and the loss creeps down',
    vitals: [
      { key: 'updateRatio', values: [2e-4] },
      { key: 'updateRatioPeak', values: [2.5e-4] },
      { key: 'lossImprovement', values: timeline([0.02, 3], [0.07, 4]) },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 6, raised: true }],
  },
  {
    name: 'sick: a schedule took the rate away long ago, and no update arrives any more',
    vitals: [
      { key: 'updateRatio', values: timeline([5e-3, 3], [0, 12]) },
      { key: 'learningRateStarved', values: timeline([0, 3], [0.3, 3], [0.7, 9]) },
      { key: 'updateRatioPeak', values: [0.02] },
      { key: 'lossImprovement', values: [0.4] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 10, raised: true },
    ],
  },
  {
    name: 'healthy: a schedule that ends with next to nothing',
    vitals: [
      { key: 'updateRatio', values: [1e-6] },
      { key: 'learningRateStarved', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.02] },
      { key: 'lossImprovement', values: [0.4] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: half of the steps without a rate are quiet, just over it is raised',
    vitals: [
      { key: 'updateRatio', values: [0] },
      { key: 'learningRateStarved', values: timeline([starved.value, 6], [over(starved), 6]) },
      { key: 'lossImprovement', values: [0.4] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'healthy: updates of a thousandth, the loss falls',
    vitals: [
      { key: 'updateRatio', values: [2e-3] },
      { key: 'lossImprovement', values: [0.6] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: small updates at the end of a run that has learned',
    vitals: [
      { key: 'updateRatio', values: [2e-5] },
      { key: 'lossImprovement', values: [0.95] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.01] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: no gradient in any layer is another fault, a higher rate would not help',
    vitals: [
      { key: 'updateRatio', values: [1e-9] },
      { key: 'lossImprovement', values: [0] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0] },
      { key: 'layerGradientNorm', labels: kernel('out'), values: [gradient.value] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: one layer of dead units explains the small updates, whatever the rate',
    vitals: [
      ...slow,
      { key: 'layerDeadUnits', labels: { layer: 'conv1' }, values: [0] },
      { key: 'layerDeadUnits', labels: { layer: 'conv2' }, values: [1] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: a gradient that vanishes on its way explains the small updates',
    vitals: [...slow, { key: 'gradientFlow', labels: { layer: 'conv1' }, values: [1e-5] }],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: a run frozen by its first updates had a rate too high, not too low',
    vitals: [...slow, { key: 'updateRatioPeak', values: [1.8] }],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the ratio is quiet, just under it is raised',
    vitals: [
      { key: 'updateRatio', values: timeline([ratio.value, 6], [under(ratio), 6]) },
      { key: 'updateRatioPeak', values: [under(first)] },
      { key: 'lossImprovement', values: [0] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: first updates of exactly the limit are quiet, just under it is raised',
    vitals: [
      { key: 'updateRatio', values: [2e-4] },
      { key: 'updateRatioPeak', values: timeline([first.value, 6], [under(first), 6]) },
      { key: 'lossImprovement', values: [0.07] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: after larger updates exactly the decayed ratio is quiet, just under it is raised',
    vitals: [
      { key: 'updateRatio', values: timeline([decayed.value, 6], [under(decayed), 6]) },
      { key: 'updateRatioPeak', values: [0.01] },
      { key: 'lossImprovement', values: [0] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: where no update was larger exactly the progress is quiet, just under it is raised',
    vitals: [
      { key: 'updateRatio', values: [2e-4] },
      { key: 'updateRatioPeak', values: [2e-4] },
      { key: 'lossImprovement', values: timeline([progress.value, 6], [under(progress), 6]) },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: no update at all is quiet, the least one is raised',
    vitals: [
      { key: 'updateRatio', values: timeline([still.value, 6], [1e-12, 6]) },
      { key: 'lossImprovement', values: [0] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the improvement is quiet, just under it is raised',
    vitals: [
      { key: 'updateRatio', values: [1e-7] },
      { key: 'lossImprovement', values: timeline([improvement.value, 6], [under(improvement), 6]) },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [over(gradient)] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a gradient exactly at the limit is nothing to follow, just over it is raised',
    vitals: [
      { key: 'updateRatio', values: [1e-7] },
      { key: 'lossImprovement', values: [0] },
      {
        key: 'layerGradientNorm',
        labels: kernel('conv1'),
        values: timeline([gradient.value, 6], [over(gradient), 6]),
      },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: just over the dead share is quiet, exactly at it is raised',
    vitals: [
      ...slow,
      {
        key: 'layerDeadUnits',
        labels: { layer: 'conv2' },
        values: timeline([over(dead), 6], [dead.value, 6]),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: just under the flow is quiet, exactly at it is raised',
    vitals: [
      ...slow,
      {
        key: 'gradientFlow',
        labels: { layer: 'conv1' },
        values: timeline([under(flow), 6], [flow.value, 6]),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: first updates just over the peak are quiet, exactly at it are raised',
    vitals: [...slow, { key: 'updateRatioPeak', values: timeline([over(peak), 6], [peak.value, 6]) }],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: one step too few is quiet, enough steps are raised',
    vitals: [
      { key: 'updateRatio', values: [1e-7] },
      { key: 'lossImprovement', values: [0] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: timeline([under(steps), 6], [steps.value, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute of small updates does not stay raised',
    vitals: [
      { key: 'updateRatio', values: timeline([1e-3, 3], [1e-7, 1], [1e-3, 12], [1e-7, 1], [1e-3, 12]) },
      { key: 'lossImprovement', values: [0] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [0.4] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: without a gradient of any layer nothing is decided',
    vitals: [
      { key: 'updateRatio', values: [1e-7] },
      { key: 'lossImprovement', values: [0] },
      { key: 'layerGradientNorm', labels: kernel('conv1'), values: [null] },
      { key: 'lossSteps', values: [enough] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
