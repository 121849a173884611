import { all, any, vital } from '../condition.js';
import type { Symptom } from '../symptom.js';

/**
 * Updates are so large against the weights that the loss rises or swings. The rate itself is never judged.
 *
 *   loss │  ╱╲    ╱╲  ╱╲   sick: jumps over the minimum
 *        │╱╲╱  ╲╱╲╱  ╲╱
 *        │╲
 *        │  ╲____________  healthy
 *        └──────────────── steps
 */
export const learningRateTooHigh = {
  id: 'learning-rate-too-high',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Learning rate too high',
  summary: 'Updates are too large for the weights, and the loss rises or swings.',
  finding:
    'Updates of run {run} reached {value} of the weights (limit {limit}) while its loss rose or swung instead of falling.',
  valueFormat: 'number',
  limits: {
    ratio: {
      value: 0.1,
      unit: 'ratio',
      min: 0.001,
      max: 10,
      origin: 'TheDeepChecker: upper end of its band 1e-4..1e-1; CS231n calls about 1e-3 healthy',
    },
    improvement: {
      value: -0.1,
      unit: 'ratio',
      min: -10,
      max: 0,
      origin:
        'a loss a tenth above its start is worse than no training; batch noise of small runs stays within it',
    },
    swing: {
      value: 0.5,
      unit: 'ratio',
      min: 0.05,
      max: 10,
      origin: 'TheDeepChecker: smoothness of the loss below 0.5 over 50 steps',
    },
  },
  condition: all(
    vital('updateRatioPeak').above('ratio'),
    any(vital('lossImprovement').below('improvement'), vital('lossSwing').above('swing')),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '1m', keepFiringFor: '5m' },
  panel: {
    title: 'Update ratio',
    description: 'Norm of the update over the norm of the weights. Healthy is near one thousandth.',
    series: ['updateRatioPeak', 'updateRatio', 'lossSwing'],
    unit: 'none',
  },
  remedies: [
    'Divide the initial learning rate by 3 until the loss does not diverge.',
    'Settle near half of the largest learning rate that does not diverge.',
    'Then follow it with a learning-rate schedule of your own.',
  ],
  causes: ['loss-nonfinite'],
} as const satisfies Symptom;
