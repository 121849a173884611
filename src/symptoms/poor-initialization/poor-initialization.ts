import { all, any, largest, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The run began with units that are all the same, with weights far off the usual scale, or far worse than guessing.
 *
 *   weights of    │ ▁▁▁▁▁▁▁▁  sick: all the same, and they stay so
 *   a layer's     │
 *   units         │ ▂▇▁▅▃▆▁▄  healthy: drawn at random, at a scale that fits the layer's size
 *                 └──────────
 */
export const poorInitialization = {
  id: 'poor-initialization',
  severity: 'warning',
  scope: 'variable',
  decidedBy: 'both',
  title: 'Poor initialization',
  summary:
    'The run began with identical units, weights far off the usual scale, or a loss far above guessing.',
  finding:
    'Variable {variable} of layer {layer} in run {run} was poorly initialized: its units are identical, its weights are far off the usual scale, or its first predictions far worse than guessing.',
  valueFormat: 'number',
  limits: {
    spread: {
      value: 0.01,
      unit: 'ratio',
      min: 0,
      max: 0.5,
      origin: 'identical units differ by nothing but rounding, at most 1e-3; random ones by about 1',
    },
    large: {
      value: 5,
      unit: 'ratio',
      min: 1.1,
      max: 1000,
      origin:
        'measured: at most 3.9 in healthy runs, a table that a loop of its own looks up; 5.6 and more in sick ones, of one layer or of a chain of them',
    },
    small: {
      value: 0.06,
      unit: 'ratio',
      min: 0,
      max: 0.9,
      origin: 'measured: 0.27 and more in healthy runs, up to 0.05 in those that never left their start',
    },
    loss: {
      value: 4,
      unit: 'ratio',
      min: 1.1,
      max: 1000,
      origin:
        'CS231n: the first loss should be ln C; measured: at most 2.5 times that in healthy runs, 5 and more in sick ones',
    },
    worse: {
      value: 2,
      unit: 'ratio',
      min: 1.1,
      max: 1000,
      origin: 'twice the loss of guessing, where all that is predicted is one class: sure of it, and wrong',
    },
    excess: {
      value: 0.9,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'the limit of class-collapse; measured: at most 0.31 in healthy runs that begin with more than 1.5 times the loss of guessing',
    },
    repaired: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'measured: a new head on pretrained layers begins at 4 to 7 times the loss of guessing, and has halved it in 20 steps',
    },
    settled: {
      value: 20,
      unit: 'steps',
      min: 1,
      max: 1000000,
      origin: 'as many steps as a healthy run needs to halve a bad first loss',
    },
    outputs: {
      value: 30,
      unit: 'ratio',
      min: 1,
      max: 1000000000,
      origin:
        'first outputs five times beyond their targets; measured: at most 4.2 in healthy runs, 126 and more in sick ones; small targets raise it too, but no large gradient',
    },
    pull: {
      value: 10,
      unit: 'ratio',
      min: 0.001,
      max: 1000000000,
      origin:
        'a gradient ten times the weights; measured: 29 and more in sick runs; healthy ones of large targets reach 380, but their first outputs lie below those',
    },
    inputs: {
      value: 5,
      unit: 'none',
      min: 0,
      max: 1000000,
      origin: 'the limit of inputs-not-normalized: its inputs make the first loss large',
    },
  },
  condition: any(
    vital('initialUnitSpread').below('spread'),
    vital('initialGain').above('large'),
    vital('initialScale').below('small'),
    unless(
      any(
        all(
          vital('initialLoss').above('loss'),
          vital('lossImprovement').below('repaired'),
          vital('steps').atLeast('settled'),
        ),
        unless(
          all(
            vital('initialLoss').above('worse'),
            vital('classPredictionExcess').above('excess'),
            vital('lossImprovement').below('repaired'),
            vital('steps').atLeast('settled'),
          ),
          vital('lossBestImprovement').atLeast('repaired'),
        ),
        all(vital('initialError').above('outputs'), largest('gradientToWeight').above('pull')),
      ),
      any(largest('initialGain').above('large'), largest('inputScale').above('inputs')),
    ),
  ),
  hold: { raise: 5, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Initialization',
    description:
      'Difference between units, initial scale over the usual one, alone and multiplied along a chain of layers, first loss over guessing. Healthy is near 1.',
    series: ['initialUnitSpread', 'initialScale', 'initialGain', 'initialLoss', 'initialError'],
    unit: 'none',
  },
  remedies: [
    'Initialize the weights of every layer properly, and never all to the same value.',
    'Use batch normalization, which forgives the scale.',
  ],
  hints: [
    {
      when: vital('initialUnitSpread').below('spread'),
      first: 1,
      because: 'the units of the layer began as copies of one',
    },
    {
      when: vital('initialGain').above('large'),
      first: 1,
      because: 'the weights began far larger than usual',
    },
    {
      when: vital('initialScale').below('small'),
      first: 1,
      because: 'the weights began far smaller than usual',
    },
    {
      when: vital('initialLoss').above('loss'),
      first: 1,
      because: 'the first predictions were far worse than guessing',
    },
    {
      when: all(vital('initialLoss').above('worse'), vital('classPredictionExcess').above('excess')),
      first: 1,
      because: 'the first predictions were sure of one class, and wrong',
    },
  ],
} as const satisfies Declaration;
