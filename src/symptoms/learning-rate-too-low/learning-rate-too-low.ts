import { all, any, largest, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * There is a gradient to follow, but the updates are too small to change anything.
 *
 *   loss │----------------  sick: barely changes
 *        │╲
 *        │  ╲_
 *        │    ╲__________  healthy
 *        └──────────────── steps
 */
export const learningRateTooLow = {
  id: 'learning-rate-too-low',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Learning rate too low',
  summary: 'Updates are too small to change the weights, although there are gradients to follow.',
  finding:
    'Updates of run {run} are {value} of the weights (at least {limit} expected) and its loss barely changes, although gradients reach the layers.',
  valueFormat: 'number',
  limits: {
    ratio: {
      value: 3e-4,
      unit: 'ratio',
      min: 1e-9,
      max: 0.01,
      origin:
        'measured: 2.7e-4 and less where a run hardly learned though its first updates were no larger than `first`; healthy runs that fall as slowly reach 7e-4',
    },
    first: {
      value: 6e-4,
      unit: 'ratio',
      min: 1e-9,
      max: 0.1,
      origin:
        'measured: 5.6e-4 in the first steps of an Adagrad whose rate was too low from the start; healthy runs that fall as slowly reach 7e-4',
    },
    decayed: {
      value: 1e-4,
      unit: 'ratio',
      min: 1e-9,
      max: 0.01,
      origin: 'TheDeepChecker: lower end of its band 1e-4..1e-1; CS231n calls about 1e-3 healthy',
    },
    progress: {
      value: 0.1,
      unit: 'ratio',
      min: 0,
      max: 0.9,
      origin:
        'measured: 4 to 9 % after 100 to 250 steps in such runs, healthy ones of as many steps are beyond 15 %',
    },
    still: {
      value: 0,
      unit: 'ratio',
      min: 0,
      max: 0.01,
      origin: 'by definition: weights that no update reaches do not train at any rate',
    },
    starved: {
      value: 0.5,
      unit: 'ratio',
      min: 0.01,
      max: 1,
      origin:
        'by definition: the run has taken more steps with a thousandth of its highest rate than with more; a schedule that ends there does so in its last steps',
    },
    improvement: {
      value: 0.05,
      unit: 'ratio',
      min: 0,
      max: 0.9,
      origin:
        'almost constant: somewhat wider than the limit of loss-not-improving, so that the cause is named with it',
    },
    gradient: {
      value: 1e-7,
      unit: 'none',
      min: 0,
      max: 1,
      origin: 'SageMaker VanishingGradient: mean absolute gradient 1e-7; below it there is nothing to follow',
    },
    dead: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'the limit of dead-relu: dead units explain small updates, whatever the rate',
    },
    flow: {
      value: 0.05,
      unit: 'ratio',
      min: 0,
      max: 0.5,
      origin: 'the limit of vanishing-gradient, for the same reason',
    },
    peak: {
      value: 0.15,
      unit: 'ratio',
      min: 0.001,
      max: 10,
      origin:
        'the limit of learning-rate-too-high: a run frozen by its first updates had a rate too high, not too low',
    },
    steps: {
      value: 100,
      unit: 'steps',
      min: 10,
      max: 1_000_000,
      origin: 'as loss-not-improving: enough steps to see that the loss stands still',
    },
  },
  condition: unless(
    all(
      vital('updateRatio').below('ratio'),
      any(
        all(
          vital('updateRatio').above('still'),
          any(
            all(vital('updateRatioPeak').below('first'), vital('lossImprovement').below('progress')),
            all(vital('updateRatio').below('decayed'), vital('lossImprovement').below('improvement')),
          ),
        ),
        vital('learningRateStarved').above('starved'),
      ),
      largest('layerGradientNorm').above('gradient'),
      vital('lossSteps').atLeast('steps'),
    ),
    any(
      largest('layerDeadUnits').above('dead'),
      largest('gradientFlow').below('flow'),
      vital('updateRatioPeak').above('peak'),
    ),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Update ratio and learning rate',
    description:
      'Norm of the recent update over the norm of the weights, beside the rate that the optimizer used.',
    series: ['updateRatio', 'learningRate', 'learningRateStarved'],
    unit: 'none',
  },
  remedies: ['Raise the initial learning rate.', 'Use a less aggressive learning-rate decay.'],
  hints: [],
} as const satisfies Declaration;
