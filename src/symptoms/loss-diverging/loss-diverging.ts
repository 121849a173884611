import { all, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The loss grows away from the best it had, or from its start if it never fell.
 *
 *   loss │              ╱  sick: far above its best and still rising
 *        │╲           ╱
 *        │  ╲___.__╱
 *        │      ╲________  healthy
 *        └──────────────── steps
 */
export const lossDiverging = {
  id: 'loss-diverging',
  severity: 'critical',
  scope: 'run',
  decidedBy: 'both',
  title: 'Loss diverging',
  summary: 'The training loss grows away from the best value it reached.',
  finding: 'The loss of run {run} is {value} times its best (limit {limit}) and still rising.',
  valueFormat: 'number',
  limits: {
    factor: {
      value: 2,
      unit: 'ratio',
      min: 1.1,
      max: 100,
      origin: 'TheDeepChecker: twice the best loss over 5 checks',
    },
    rise: {
      value: 0.02,
      unit: 'ratio',
      min: -0.5,
      max: 1,
      origin:
        'a loss that comes down again does not diverge; noise around a level is within 2 % over the halves of a window',
    },
  },
  condition: all(vital('lossDivergence').above('factor'), vital('lossRise').above('rise')),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Loss against its best',
    description: 'Smoothed data loss over the best it reached. Healthy stays near 1.',
    series: ['lossDivergence', 'lossRise'],
    unit: 'none',
  },
  remedies: [
    'Lower the initial learning rate, it is too large: divide it by 3 until the loss no longer diverges.',
    'Then follow it with a learning-rate schedule that decays.',
  ],
  hints: [],
} as const satisfies Declaration;
