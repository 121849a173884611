import { all, vital } from '../condition.js';
import type { Symptom } from '../symptom.js';

/**
 * A trainable variable keeps exactly the values it had, while there is still something to learn.
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
    converged: {
      value: 0.99,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      origin: 'a loss that is 99 % down leaves no gradient that float32 could apply',
    },
  },
  condition: all(vital('unchangedSteps').atLeast('unchanged'), vital('lossImprovement').below('converged')),
  hold: { raise: 0, clear: 100 },
  alert: { for: '1m', keepFiringFor: '5m' },
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
  causes: ['loss-nonfinite', 'vanishing-gradient', 'dead-relu'],
} as const satisfies Symptom;
