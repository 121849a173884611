import { all, any, largest, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/** A penalty takes a constant share of what is left of the weights in each step, whatever the loss does. */
const isPulled = largest('regularizationDominance').atLeast('pulled');

/**
 * The loss swings from step to step instead of settling, and the weights with it: a loss that only differs from batch to
 * batch, under small updates, is noise.
 *
 *   loss │╱╲  ╱╲    ╱╲  ╱╲   sick: up and down around the same level
 *        │  ╲╱  ╲╱╲╱  ╲╱
 *        │╲
 *        │  ╲_.-._.________  healthy: noise, far smaller than the way down
 *        └────────────────── steps
 */
export const lossOscillating = {
  id: 'loss-oscillating',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Loss oscillating',
  summary: 'The training loss swings widely instead of settling.',
  finding: 'The loss of run {run} swings by {value} of its level (limit {limit}) and does not settle.',
  valueFormat: 'percent',
  limits: {
    swing: {
      value: 0.12,
      unit: 'ratio',
      min: 0.02,
      max: 10,
      origin: 'measured: 0.14 and more where the weights swing; less is a loss that has settled',
    },
    wide: {
      value: 0.2,
      unit: 'ratio',
      min: 0.02,
      max: 10,
      origin:
        'measured: 0.21 and more in sick runs; healthy ones reach 0.82 by outliers and small batches, with small updates',
    },
    thrown: {
      value: 0.05,
      unit: 'ratio',
      min: 0.001,
      max: 10,
      origin:
        'measured after 80 steps: 0.08 and more where every update overshoots; healthy runs reach 0.056, with a loss that swings less',
    },
    wild: {
      value: 1,
      unit: 'ratio',
      min: 0.1,
      max: 100,
      origin:
        'as wide as the loss is high; measured: 1.2 and more in sick runs; healthy ones that fell as little reach 0.73, a fine-tuning once 1.07, not for the hold',
    },
    learned: {
      value: 0.2,
      unit: 'ratio',
      min: -10,
      max: 1,
      origin: 'measured: healthy runs of heavy tails are down by more when their loss swings by 0.86',
    },
    few: {
      value: 4,
      unit: 'count',
      min: 1,
      max: 1000000,
      origin:
        'squared errors of one example deviate by 1.4 times their mean, means of four by 0.7: below that, a wild loss is what single examples give',
    },
    rhythm: {
      value: 0.6,
      unit: 'none',
      min: 0,
      max: 1,
      origin:
        'measured: 0.63 and more where the loss swings by itself; at most 0.47 in healthy runs, whose batches differ',
    },
    beat: {
      value: 0.45,
      unit: 'none',
      min: 0,
      max: 1,
      origin:
        'with `moved`: neither tells alone, both do. Measured: healthy runs with updates of 1 % have a rhythm of 0.26 at most, sick ones 0.48 and more',
    },
    moved: {
      value: 0.015,
      unit: 'ratio',
      min: 0.0001,
      max: 10,
      origin:
        'with `beat`: healthy runs with a rhythm of 0.3 have updates of 0.0075 at most, sick ones 0.018 and more',
    },
    rising: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 100,
      origin: 'a loss that is half higher than a window ago is on its way up: it diverges',
    },
    update: {
      value: 0.02,
      unit: 'ratio',
      min: 0.0001,
      max: 10,
      origin:
        'measured after 80 steps: 0.02 and more where the weights swing too; a healthy run with outliers meets all of it for 12 to 15 of the 20 steps of the hold, while its first updates decay; waiting longer did not change that, and missed a sick one',
    },
    progress: {
      value: -0.1,
      unit: 'ratio',
      min: -1,
      max: 1,
      origin: 'a loss that falls by a tenth within the window still settles',
    },
    steps: {
      value: 80,
      unit: 'steps',
      min: 10,
      max: 1000000,
      origin: 'the first steps of a run swing while they fall, with the largest updates',
    },
    pulled: {
      value: 2,
      unit: 'ratio',
      min: 0.1,
      max: 1000,
      origin: "the limit of regularization-dominates: updates are the penalty's, not the loss's",
    },
    fixed: {
      value: 0,
      unit: 'none',
      min: 0,
      max: 0,
      origin:
        'by definition: where something else changes what is minimized, the loss swings with that; an update that overshoots is still too large',
    },
  },
  condition: all(
    vital('lossSwing').above('swing'),
    any(
      unless(
        any(
          unless(all(vital('lossSwing').above('wide'), vital('updateRatioMean').above('update')), isPulled),
          unless(
            all(vital('lossSwing').above('wild'), vital('lossImprovement').below('learned')),
            vital('batchSize').below('few'),
          ),
          all(vital('lossRhythm').above('rhythm'), vital('lossRise').below('rising')),
          unless(
            all(
              vital('lossRhythm').above('beat'),
              vital('updateRatioMean').above('moved'),
              vital('lossRise').below('rising'),
            ),
            isPulled,
          ),
        ),
        vital('objectiveMoving').above('fixed'),
      ),
      unless(vital('updateRatioMean').above('thrown'), isPulled),
    ),
    vital('lossRise').above('progress'),
    vital('lossSteps').atLeast('steps'),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Loss swing',
    description:
      'Standard deviation of the detrended recent loss over its level. Healthy stays well below a quarter.',
    series: ['lossSwing', 'lossRise'],
    unit: 'percentunit',
  },
  remedies: [
    'Lower the learning rate, it is too large: divide it by 3 until the loss settles.',
    'Use larger batches, and shuffle the examples.',
  ],
  hints: [],
} as const satisfies Declaration;
