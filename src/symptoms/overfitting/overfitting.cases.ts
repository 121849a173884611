import type { Case } from '../symptom.js';
import { over, ramp, timeline, under } from '../timeline.js';
import { overfitting } from './overfitting.js';

const { evaluations, rise, lossGap, train, gap, gapRise, gapEvaluations, wide } = overfitting.limits;

export const cases: readonly Case[] = [
  {
    name: 'sick: validation turned up from its best while training still falls, until a new best',
    vitals: [
      {
        key: 'evaluationsSinceBest',
        values: [...ramp(12, (tick) => Math.max(0, tick - 2)), ...timeline([0, 10])],
      },
      { key: 'validationLossRise', values: timeline([0, 3], [0.05, 2], [0.4, 7], [0, 10]) },
      { key: 'trainImprovementSinceBest', values: timeline([0, 3], [-0.3, 9], [0, 10]) },
      { key: 'generalizationGap', values: timeline([0, 3], [0.5, 9], [0, 10]) },
    ],
    expect: [
      { at: 2, raised: false },
      { at: 8, raised: true },
      { at: 11, raised: true },
      { at: 20, raised: false },
    ],
  },
  {
    name: 'sick: accuracy on the training data is thirty points ahead',
    vitals: [
      { key: 'evaluationsSinceBest', values: [5] },
      { key: 'validationLossRise', values: [0.5] },
      { key: 'accuracyGap', values: [0.3] },
    ],
    expect: [{ at: 4, raised: true }],
  },
  {
    name: 'healthy: every evaluation is the best so far',
    vitals: [
      { key: 'evaluationsSinceBest', values: [0] },
      { key: 'validationLossRise', values: [0] },
      { key: 'trainImprovementSinceBest', values: [0] },
      { key: 'generalizationGap', values: [0.02] },
      { key: 'accuracyGap', values: [0.02] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: validation and training rise together: it diverges, it does not memorize',
    vitals: [
      { key: 'evaluationsSinceBest', values: [6] },
      { key: 'validationLossRise', values: [3] },
      { key: 'trainImprovementSinceBest', values: [2] },
      { key: 'generalizationGap', values: [0.5] },
      { key: 'accuracyGap', values: [0.01] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: a gap while the validation loss still gets better',
    vitals: [
      { key: 'evaluationsSinceBest', values: [0] },
      { key: 'validationLossRise', values: [0] },
      { key: 'accuracyGap', values: [0.2] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: near zero a validation loss doubles by a single example, the gap stays next to nothing',
    vitals: [
      { key: 'evaluationsSinceBest', values: [6] },
      { key: 'validationLossRise', values: [1.2] },
      { key: 'trainImprovementSinceBest', values: [-0.3] },
      { key: 'generalizationGap', values: [0.01] },
      { key: 'accuracyGap', values: [0.01] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'healthy: a gap in accuracy beside a validation loss that stays near its best',
    vitals: [
      { key: 'evaluationsSinceBest', values: [6] },
      { key: 'validationLossRise', values: [0.1] },
      { key: 'trainImprovementSinceBest', values: [-0.3] },
      { key: 'generalizationGap', values: [0.3] },
      { key: 'accuracyGap', values: [0.2] },
    ],
    expect: [{ at: 10, raised: false }],
  },
  {
    name: 'boundary: one evaluation too few is quiet, enough are raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: timeline([under(evaluations), 6], [evaluations.value, 6]) },
      { key: 'validationLossRise', values: [0.5] },
      { key: 'trainImprovementSinceBest', values: [-0.5] },
      { key: 'generalizationGap', values: [0.5] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the rise is quiet, just over it is raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: [10] },
      { key: 'validationLossRise', values: timeline([rise.value, 6], [over(rise), 6]) },
      { key: 'trainImprovementSinceBest', values: [-0.5] },
      { key: 'generalizationGap', values: [0.5] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: with a gap in accuracy exactly the rise is quiet, just over it is raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: [10] },
      { key: 'validationLossRise', values: timeline([gapRise.value, 6], [over(gapRise), 6]) },
      { key: 'accuracyGap', values: [0.3] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the gap of the losses is quiet, just over it is raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: [10] },
      { key: 'validationLossRise', values: [0.5] },
      { key: 'trainImprovementSinceBest', values: [-0.5] },
      { key: 'generalizationGap', values: timeline([lossGap.value, 6], [over(lossGap), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: training that stands still is quiet, training that falls the least is raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: [10] },
      { key: 'validationLossRise', values: [0.5] },
      { key: 'trainImprovementSinceBest', values: timeline([train.value, 6], [under(train), 6]) },
      { key: 'generalizationGap', values: [0.5] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: exactly the gap is quiet, just over it is raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: [gapEvaluations.value] },
      { key: 'validationLossRise', values: [0.5] },
      { key: 'accuracyGap', values: timeline([gap.value, 6], [over(gap), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a gap needs as many evaluations as its limit',
    vitals: [
      {
        key: 'evaluationsSinceBest',
        values: timeline([under(gapEvaluations), 6], [gapEvaluations.value, 6]),
      },
      { key: 'validationLossRise', values: [0.5] },
      { key: 'accuracyGap', values: [0.3] },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'boundary: a gap to the training loss exactly at the limit is quiet, just over it is raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: [evaluations.value] },
      { key: 'validationLossRise', values: [over(gapRise)] },
      { key: 'trainImprovementSinceBest', values: [-0.9] },
      { key: 'generalizationGap', values: timeline([wide.value, 6], [over(wide), 6]) },
    ],
    expect: [
      { at: 5, raised: false },
      { at: 9, raised: true },
    ],
  },
  {
    name: 'flapping: one bad evaluation between good ones is never raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: ramp(16, (tick) => tick % 2) },
      { key: 'validationLossRise', values: ramp(16, (tick) => (tick % 2) * 0.5) },
      { key: 'trainImprovementSinceBest', values: [-0.1] },
      { key: 'generalizationGap', values: [0.5] },
      { key: 'accuracyGap', values: [0.2] },
    ],
    expect: [
      { at: 8, raised: false },
      { at: 15, raised: false },
    ],
  },
  {
    name: 'flapping: a minute over the limits does not stay raised',
    vitals: [
      { key: 'evaluationsSinceBest', values: [10] },
      { key: 'validationLossRise', values: timeline([0.05, 3], [0.5, 1], [0.05, 12], [0.5, 1], [0.05, 12]) },
      { key: 'trainImprovementSinceBest', values: [-0.5] },
      { key: 'generalizationGap', values: [0.5] },
    ],
    expect: [
      { at: 14, raised: false },
      { at: 27, raised: false },
    ],
  },
  {
    name: 'not measured: no evaluation, no verdict',
    vitals: [
      { key: 'evaluationsSinceBest', values: [null] },
      { key: 'validationLossRise', values: [null] },
      { key: 'trainImprovementSinceBest', values: [-0.5] },
      { key: 'generalizationGap', values: [0.5] },
    ],
    expect: [{ at: 10, raised: false }],
  },
];
