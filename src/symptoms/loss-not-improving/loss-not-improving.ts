import { all, any, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Enough steps in, the loss never left the level it started on: that which is minimized, or that which the loop reports.
 *
 *   loss │~~~~~~~~~~~~~~~  sick: where it started
 *        │╲
 *        │  ╲_
 *        │    ╲__________  healthy
 *        └──────────────── steps
 */
export const lossNotImproving = {
  id: 'loss-not-improving',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Loss not improving',
  summary: 'The training loss never left the level it started on.',
  finding: 'The loss of run {run} is {value} below its start; by now at least {limit} was expected.',
  valueFormat: 'percent',
  limits: {
    improvement: {
      value: 0.03,
      unit: 'ratio',
      min: 0,
      max: 0.5,
      origin:
        'SageMaker LossNotDecreasing: 0.1 % per 10 steps, 1 % over 100; three times that, for the noise of batches',
    },
    risen: {
      value: -0.5,
      unit: 'ratio',
      min: -1000,
      max: 0,
      origin:
        'a loss half above its start has not stood still: it diverges, or the learning rate is too high',
    },
    best: {
      value: 0.2,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'measured: the best of many noisy windows lies up to 10 % under a constant loss; twice that did fall once',
    },
    steps: {
      value: 100,
      unit: 'steps',
      min: 10,
      max: 1_000_000,
      origin: 'AUTOTRAINER waits for 30 % of the epochs; of a run of 300 steps that is about 100',
    },
    none: {
      value: 0,
      unit: 'count',
      min: 0,
      max: 0,
      origin: 'by definition: a loop need not say what it feeds',
    },
    seen: {
      value: 1500,
      unit: 'count',
      min: 0,
      max: 1_000_000_000,
      origin: 'batches of 15 over these steps; a run on batches of four has seen less than most need',
    },
    later: {
      value: 300,
      unit: 'steps',
      min: 10,
      max: 1_000_000,
      origin: 'so many updates tell, however small the batches',
    },
    reported: {
      value: 200,
      unit: 'steps',
      min: 100,
      max: 1_000_000,
      origin:
        'averages of weights follow late: with a decay of 0.999 they have come a fifth of the way after so many',
    },
    noisy: {
      value: 0.35,
      unit: 'ratio',
      min: 0.02,
      max: 10,
      origin:
        'means of 64 and 32 steps of such a loss differ by 7.5 % by chance, more than twice what is asked for; measured: at most 0.25 in runs that stood still, 0.45 in a healthy one on batches of four',
    },
    fixed: {
      value: 0,
      unit: 'none',
      min: 0,
      max: 0,
      origin: 'by definition: where something else changes what is minimized, a level loss may be progress',
    },
    falling: {
      value: 0.03,
      unit: 'ratio',
      min: 0.001,
      max: 1,
      origin:
        'a fall that is certain by its own noise and comes to what is asked for within the next steps: a plateau that is being left; measured: 0 in runs that stood still, 0.05 in a healthy one',
    },
    taught: {
      value: 0.3,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        "measured: at most 0.12 in runs that stood still, 0.74 in a student whose loss is almost all its teacher's doubt",
    },
  },
  condition: unless(
    any(
      unless(
        all(
          vital('lossImprovement').below('improvement'),
          vital('lossImprovement').above('risen'),
          vital('lossBestImprovement').below('best'),
          vital('lossSteps').atLeast('steps'),
        ),
        any(
          all(
            vital('examples').above('none'),
            vital('examples').below('seen'),
            vital('lossSteps').below('later'),
          ),
          vital('lossSwing').above('noisy'),
          vital('accuracyImprovement').atLeast('taught'),
          vital('lossFall').atLeast('falling'),
        ),
      ),
      all(
        vital('reportedImprovement').below('improvement'),
        vital('reportedImprovement').above('risen'),
        vital('lossImprovement').atLeast('best'),
        vital('lossSteps').atLeast('reported'),
      ),
    ),
    vital('objectiveMoving').above('fixed'),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Loss improvement',
    description:
      'How far the smoothed data loss fell below its start. Healthy leaves zero within the first epochs.',
    series: ['lossImprovement', 'reportedImprovement'],
    unit: 'percentunit',
  },
  remedies: [
    'Make sure that you use an appropriate loss and optimize the correct tensor.',
    'Use a decent optimizer.',
    'Make sure that your variables are training.',
    'Adjust the initial learning rate and follow it with a learning-rate schedule.',
    'Make sure that you are not overfitting.',
  ],
  hints: [
    {
      when: all(vital('reportedImprovement').below('improvement'), vital('lossImprovement').atLeast('best')),
      first: 1,
      because: 'the loss that the loop reports is not the one that it minimizes, which fell',
    },
  ],
} as const satisfies Declaration;
