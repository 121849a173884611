import { all, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * A trainable variable keeps the values it had, or as good as keeps them beside others that train, while there is still something to learn.
 *
 *   steps since
 *   the last   │      ╱  sick: counts up
 *   change     │    ╱
 *              │  ╱
 *              │╱_________  healthy: 0, every step changes it
 *              └────────── steps
 */
export const variableNotTraining = {
  id: 'variable-not-training',
  severity: 'warning',
  scope: 'variable',
  decidedBy: 'both',
  title: 'Variable not training',
  summary: 'A trainable variable does not change from step to step.',
  finding:
    'Variable {variable} of layer {layer} in run {run} has not changed for {value} steps (limit {limit}).',
  valueFormat: 'number',
  limits: {
    unchanged: {
      value: 50,
      unit: 'steps',
      min: 1,
      max: 1_000_000,
      origin:
        'a few epochs of a small run; one exactly zero update is already rare, fifty in a row are no accident',
    },
    peak: {
      value: 0.4,
      unit: 'ratio',
      min: 0.001,
      max: 10,
      origin: 'the limit of learning-rate-too-high: a run frozen by its first updates has that cause',
    },
    constant: {
      value: 0.05,
      unit: 'ratio',
      min: 0,
      max: 0.9,
      origin: 'as learning-rate-too-high: a loss that has not fallen',
    },
    converged: {
      value: 0.99,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      origin: 'a loss that is 99 % down leaves no gradient that float32 could apply',
    },
  },
  condition: unless(
    all(vital('unchangedSteps').atLeast('unchanged'), vital('lossImprovement').below('converged')),
    all(vital('updateRatioPeak').above('peak'), vital('lossImprovement').below('constant')),
  ),
  hold: { raise: 0, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Steps without change',
    description: 'Steps since the values of a trainable variable last changed. Healthy is zero.',
    series: ['unchangedSteps', 'layerUpdateRatio'],
    unit: 'short',
  },
  remedies: [
    'Make sure that the variable is trainable: it must be in the list that the optimizer updates.',
    'Make sure that the gradients do not vanish on their way to it.',
    'Make sure that the ReLUs are still firing.',
  ],
  hints: [],
} as const satisfies Declaration;
