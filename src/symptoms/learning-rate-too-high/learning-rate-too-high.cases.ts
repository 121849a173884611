import type { Case } from '../symptom.js';
import { over, timeline, under } from '../timeline.js';
import { learningRateTooHigh } from './learning-rate-too-high.js';

const { ratio, improvement, stuck, constant, swing, still, restless, lost, learned } =
  learningRateTooHigh.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: updates as large as the weights, and the loss rises; then the rate is lowered',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: timeline([0.001, 3], [0.9, 8], [0.001, 12]) },
      { key: 'lossImprovement', values: timeline([0.1, 3], [-3, 8], [0.5, 12]) },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 6, raised: true },
      { at: 10, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'sick: the loss fell, but swings by its own size',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.4] },
      { key: 'lossImprovement', values: [0.3] },
      { key: 'lossSwing', values: [1.2] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'sick: the first updates were larger than the weights, and the loss stays where it began',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [1.8] },
      { key: 'lossImprovement', values: [0.001] },
      { key: 'lossSwing', values: [0.02] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'sick: one update as large as the weights drove the units to their rails, and the loss stays half way',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [0.25] },
      { key: 'lossSwing', values: [0.2] },
      { key: 'layerSaturatedUnits', labels: { layer: 'memory' }, values: timeline([0.1, 3], [0.9, 4]) },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 6, raised: true },
    ],
  },
  {
    name: 'healthy: dead units beside usual updates have another cause',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.02] },
      { key: 'lossImprovement', values: [0.25] },
      { key: 'lossSwing', values: [0.2] },
      { key: 'layerDeadUnits', labels: { layer: 'hidden1' }, values: [0.9] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: updates of a thousandth, the loss falls',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.003] },
      { key: 'lossImprovement', values: [0.8] },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: large updates that pay, as at the start of a run with Adam',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.3] },
      { key: 'lossImprovement', values: [0.7] },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: first updates as large as the weights, and the loss falls',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [0.3] },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: a loss that stands still beside updates that kill no network has another cause',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.3] },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: a noisy loss with small updates has another cause',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.002] },
      { key: 'lossImprovement', values: [0.5] },
      { key: 'lossSwing', values: [0.9] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: exactly the update ratio is quiet, just over it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: timeline([ratio.value, 6], [over(ratio), 6]) },
      { key: 'lossImprovement', values: [-2] },
      { key: 'lossSwing', values: [2] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a loss exactly as far above its start as the limit is quiet, just beyond it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.3] },
      { key: 'lossImprovement', values: timeline([improvement.value, 6], [under(improvement), 6]) },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: with a constant loss exactly the stuck ratio is quiet, just over it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: timeline([stuck.value, 6], [over(stuck), 6]) },
      { key: 'lossImprovement', values: [0] },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a loss that fell exactly as far as the constant is quiet, just under it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: timeline([constant.value, 6], [under(constant), 6]) },
      { key: 'lossSwing', values: [0.1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the swing is quiet, just over it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.3] },
      { key: 'lossImprovement', values: [0.3] },
      { key: 'lossSwing', values: timeline([swing.value, 6], [over(swing), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: long after a large update exactly the mean update is quiet, just over it is raised',
    vitals: [
      { key: 'updateRatioMean', values: timeline([still.value, 6], [over(still), 6]) },
      { key: 'updateRatioPeak', values: [0.3] },
      { key: 'lossImprovement', values: [0.3] },
      { key: 'lossSwing', values: [0.9] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: after an update as large as the weights exactly the restless swing is quiet, just over it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [0.7] },
      { key: 'lossSwing', values: timeline([restless.value, 6], [over(restless), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the share of lost units is quiet, just over it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [0.3] },
      { key: 'lossSwing', values: [0.1] },
      {
        key: 'layerDeadUnits',
        labels: { layer: 'hidden1' },
        values: timeline([lost.value, 6], [over(lost), 6]),
      },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: with lost units a loss that fell exactly as far as the limit is quiet, just under it is raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: timeline([learned.value, 6], [under(learned), 6]) },
      { key: 'lossSwing', values: [0.1] },
      { key: 'layerDeadUnits', labels: { layer: 'hidden1' }, values: [0.9] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: something else changes what is minimized, and updates are large no longer; once it stands still, a risen loss is raised',
    vitals: [
      { key: 'updateRatioMean', values: [under(still)] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [-1] },
      { key: 'lossSwing', values: [0.1] },
      { key: 'objectiveMoving', values: timeline([1, 6], [0, 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'sick: something else changes what is minimized, but updates are large all along',
    vitals: [
      { key: 'updateRatioMean', values: timeline([under(still), 6], [still.value, 6]) },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [-1] },
      { key: 'lossSwing', values: [0.1] },
      { key: 'objectiveMoving', values: [1] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: a minute of swing does not stay raised',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [0.3] },
      { key: 'lossSwing', values: timeline([0.1, 3], [0.9, 1], [0.1, 12], [0.9, 1], [0.1, 12]) },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: without an update ratio a swinging loss decides nothing',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [null] },
      { key: 'lossImprovement', values: [-2] },
      { key: 'lossSwing', values: [2] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'not measured: large updates alone decide nothing',
    vitals: [
      { key: 'updateRatioMean', values: [0.1] },
      { key: 'updateRatioPeak', values: [0.9] },
      { key: 'lossImprovement', values: [null] },
      { key: 'lossSwing', values: [null] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
