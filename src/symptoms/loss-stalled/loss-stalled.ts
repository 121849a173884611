import { all, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The loss fell, and then flattened while it was still high.
 *
 *   loss │╲
 *        │ ╲________________  sick: a plateau far above what is left to learn
 *        │  ╲
 *        │    ╲_____________  healthy: goes on, or is low
 *        └───────────────── steps
 */
export const lossStalled = {
  id: 'loss-stalled',
  severity: 'info',
  scope: 'run',
  decidedBy: 'both',
  title: 'Loss stalled',
  summary: 'The training loss fell and then flattened while it was still high.',
  finding:
    'The loss of run {run} changed by {value} over its last steps (expected below {limit}), and is still high.',
  valueFormat: 'percent',
  limits: {
    progress: {
      value: -0.03,
      unit: 'ratio',
      min: -0.5,
      max: 0.5,
      origin:
        'SageMaker LossNotDecreasing: 1 % over about 100 steps; three times that, for the noise of batches',
    },
    fell: {
      value: 0.1,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'a tenth below its start: less is a loss that never improved, which has a name of its own',
    },
    high: {
      value: 0.8,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'a fifth of the start is left; below that a flat loss is usually a converged one',
    },
    ratio: {
      value: 0.0001,
      unit: 'ratio',
      min: 1e-9,
      max: 0.1,
      origin: 'TheDeepChecker: lower end of its band 1e-4..1e-1; below it the rate has decayed to nothing',
    },
    steps: {
      value: 150,
      unit: 'steps',
      min: 10,
      max: 1000000,
      origin: 'two windows of 64 steps and the fall before them',
    },
    fixed: {
      value: 0,
      unit: 'none',
      min: 0,
      max: 0,
      origin: 'by definition: where something else changes what is minimized, a flat loss may be progress',
    },
  },
  condition: unless(
    all(
      vital('lossRise').above('progress'),
      vital('lossBestImprovement').above('fell'),
      vital('lossImprovement').below('high'),
      vital('lossSteps').atLeast('steps'),
    ),
    vital('objectiveMoving').above('fixed'),
  ),
  hold: { raise: 30, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Loss progress',
    description:
      'Mean loss of the newer half of the recent window over the older half. Healthy is below zero until the loss is low.',
    series: ['lossRise'],
    unit: 'percentunit',
  },
  remedies: [
    'Use a learning-rate schedule that decays more aggressively than the optimizer does by itself.',
    'Use a less aggressive learning-rate decay, if the rate has fallen to nothing.',
    'Change the network architecture: it may be too shallow for the task.',
  ],
  hints: [
    {
      when: vital('updateRatio').below('ratio'),
      first: 2,
      because: 'the updates have become too small to change anything',
    },
  ],
} as const satisfies Declaration;
