import { all, any, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The network memorizes what it trains on and gets worse on what it has not seen.
 *
 *   loss │╲
 *        │ ╲          ___╱  validation, sick: turned up from its best
 *        │  ╲__.___--‾
 *        │   ╲  ‾‾‾──────── validation, healthy
 *        │     ╲___________ training
 *        └──────────────── steps
 *
 * Validation is compared with the data loss: tfjs adds penalties to `loss` and not to `val_loss`.
 */
export const overfitting = {
  id: 'overfitting',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Overfitting',
  summary: 'The network memorizes the training data and gets worse on data it has not seen.',
  finding:
    'Run {run} overfits: {value} evaluations ago its validation loss was at its best; it has risen since, while training still gets better or is far ahead in accuracy.',
  valueFormat: 'number',
  limits: {
    evaluations: {
      value: 3,
      unit: 'count',
      min: 1,
      max: 1000,
      origin: 'the patience usual for early stopping; one worse evaluation is noise',
    },
    rise: {
      value: 0.3,
      unit: 'ratio',
      min: 0,
      max: 10,
      origin:
        'SageMaker Overfit uses 0.1; measured: regularized runs on little data rise by 0.25 and stay useful, sick ones by 0.5 and more',
    },
    lossGap: {
      value: 0.1,
      unit: 'ratio',
      min: 0,
      max: 10,
      origin: 'a tenth of the initial loss; near zero a validation loss can double by a single example',
    },
    train: {
      value: 0,
      unit: 'ratio',
      min: -1,
      max: 1,
      origin: 'by definition: the training loss still falls; if it rises too, the run diverges',
    },
    gap: {
      value: 0.2,
      unit: 'ratio',
      min: 0.01,
      max: 1,
      origin:
        "the guide's large difference between train and validation accuracy; SageMaker Overfit uses 0.1; measured: up to 0.17 in healthy runs, 0.31 and more in sick ones",
    },
    gapRise: {
      value: 0.1,
      unit: 'ratio',
      min: 0,
      max: 10,
      origin: 'SageMaker Overfit: ratio_threshold 0.1; a gap alone is also a hard or small validation set',
    },
    gapEvaluations: {
      value: 2,
      unit: 'count',
      min: 0,
      max: 1000,
      origin: 'a gap while the validation loss still improves is no reason to stop; two evaluations tell',
    },
    wide: {
      value: 0.6,
      unit: 'ratio',
      min: 0,
      max: 10,
      origin:
        'measured: at most 0.23 of the initial loss in healthy runs whose validation loss has risen by a tenth, 0.95 and more in sick ones',
    },
  },
  condition: any(
    all(
      vital('evaluationsSinceBest').atLeast('evaluations'),
      vital('validationLossRise').above('rise'),
      vital('trainImprovementSinceBest').below('train'),
      vital('generalizationGap').above('lossGap'),
    ),
    all(
      vital('evaluationsSinceBest').atLeast('gapEvaluations'),
      vital('accuracyGap').above('gap'),
      vital('validationLossRise').above('gapRise'),
    ),
    all(
      vital('evaluationsSinceBest').atLeast('evaluations'),
      vital('generalizationGap').above('wide'),
      vital('validationLossRise').above('gapRise'),
      vital('trainImprovementSinceBest').below('train'),
    ),
  ),
  hold: { raise: 0, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Training against validation',
    description:
      'Rise of the validation loss from its best, and the accuracy gap. Healthy: both stay near zero.',
    series: ['validationLossRise', 'accuracyGap', 'generalizationGap'],
    unit: 'percentunit',
  },
  remedies: [
    'Implement data augmentation.',
    'Implement dropout.',
    'Increase the regularization.',
    'Implement batch normalization.',
    'Implement early stopping.',
    'If all else fails, use a smaller network.',
  ],
  hints: [],
} as const satisfies Declaration;
