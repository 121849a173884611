import { all, any, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The loss grows away from the best it had, or from its start if it never fell; or rests above its start, far from its best.
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
  finding: 'The loss of run {run} is {value} times its best (limit {limit}) and does not come down.',
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
    lost: {
      value: 0,
      unit: 'ratio',
      min: -10,
      max: 0.5,
      origin:
        'a loss that is back above its start has lost all that it had learned, whether it still rises or not',
    },
    steady: {
      value: 0.5,
      unit: 'ratio',
      min: 0.01,
      max: 10,
      origin:
        'measured: 0.9 and more where sorted data make a loss swing, at most 0.2 where one stays above its start',
    },
    fixed: {
      value: 0,
      unit: 'none',
      min: 0,
      max: 0,
      origin:
        'by definition: where something else changes what is minimized, the loss rises as that gets better',
    },
    runaway: {
      value: 5,
      unit: 'ratio',
      min: 2,
      max: 1_000_000,
      origin:
        "where something else changes what is minimized, the loss rises as that gets better, a generator's to a few times ln 2; measured: at most 3.6 in healthy runs, 5.7 where a critic left its generator behind",
    },
    steep: {
      value: 0.1,
      unit: 'ratio',
      min: -0.5,
      max: 10,
      origin:
        'a loss that has found its balance with what changes it no longer rises by a tenth within a window; measured: 0.14 and more in the generator that was left behind',
    },
  },
  condition: any(
    unless(
      all(
        vital('lossDivergence').above('factor'),
        any(
          vital('lossRise').above('rise'),
          all(vital('lossImprovement').below('lost'), vital('lossSwing').below('steady')),
        ),
      ),
      vital('objectiveMoving').above('fixed'),
    ),
    all(vital('lossDivergence').above('runaway'), vital('lossRise').above('steep')),
  ),
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
