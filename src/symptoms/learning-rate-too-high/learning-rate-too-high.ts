import { all, any, largest, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Updates are so large against the weights that the loss rises, swings, or never leaves its start. The rate itself is
 * never judged.
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
  summary: 'Updates are too large for the weights, and the loss rises, swings or stays where it began.',
  finding:
    'An update of run {run} reached {value} of the size of the weights (limit {limit}), and its loss rose, swung or stayed where it began, or units of it were lost.',
  valueFormat: 'percent',
  limits: {
    ratio: {
      value: 0.15,
      unit: 'ratio',
      min: 0.001,
      max: 10,
      origin:
        'TheDeepChecker: half beyond the upper end of its band 1e-4..1e-1; CS231n calls about 1e-3 healthy',
    },
    improvement: {
      value: -0.1,
      unit: 'ratio',
      min: -10,
      max: 0,
      origin:
        'a loss a tenth above its start is worse than no training; batch noise of small runs stays within it',
    },
    stuck: {
      value: 0.4,
      unit: 'ratio',
      min: 0.001,
      max: 10,
      origin:
        'measured: 0.6 and more where first updates killed the network; 0.35 where a healthy regression began from afar',
    },
    constant: {
      value: 0.05,
      unit: 'ratio',
      min: 0,
      max: 0.9,
      origin: 'as learning-rate-too-low: a loss that has not fallen',
    },
    still: {
      value: 0.02,
      unit: 'ratio',
      min: 0.0001,
      max: 10,
      origin:
        'the limit of loss-oscillating: long after a large first step a swing beside small updates is that of the batches',
    },
    restless: {
      value: 0.2,
      unit: 'ratio',
      min: 0.02,
      max: 10,
      origin:
        'the limit of loss-oscillating: no healthy run had updates beyond `stuck`, whatever its batches did',
    },
    lost: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'the limits of dead-relu and saturated-activation: half of a layer',
    },
    learned: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'half of the start is left: units that are lost and not missed are no sign of the rate',
    },
    swing: {
      value: 0.5,
      unit: 'ratio',
      min: 0.05,
      max: 10,
      origin: 'TheDeepChecker: smoothness of the loss below 0.5 over 50 steps',
    },
    fixed: {
      value: 0,
      unit: 'none',
      min: 0,
      max: 0,
      origin:
        'by definition: where something else changes what is minimized, the course of the loss says little; updates must be large all along',
    },
  },
  condition: unless(
    any(
      all(
        vital('updateRatioPeak').above('ratio'),
        any(
          vital('lossImprovement').below('improvement'),
          all(vital('lossSwing').above('swing'), vital('updateRatioMean').above('still')),
        ),
      ),
      all(
        vital('updateRatioPeak').above('stuck'),
        any(vital('lossImprovement').below('constant'), vital('lossSwing').above('restless')),
      ),
      all(
        vital('updateRatioPeak').above('ratio'),
        any(largest('layerSaturatedUnits').above('lost'), largest('layerDeadUnits').above('lost')),
        vital('lossImprovement').below('learned'),
      ),
    ),
    all(vital('objectiveMoving').above('fixed'), vital('updateRatioMean').below('still')),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
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
  hints: [],
} as const satisfies Declaration;
