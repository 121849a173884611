import { all, any, largest, least, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The penalty pulls at the weights harder than the data does.
 *
 *   ‖∇penalty‖ │──────────  sick: above 2 while the data loss stays high
 *   ‖∇data‖    │
 *            1 │
 *              │_.─────────  healthy: below 1, or the data loss is down
 *              └────────── steps
 */
export const regularizationDominates = {
  id: 'regularization-dominates',
  severity: 'warning',
  scope: 'variable',
  decidedBy: 'both',
  title: 'Regularization dominates',
  summary: 'The penalty overwhelms the data loss.',
  finding:
    'The penalty pulls {value} times as hard at variable {variable} of layer {layer} in run {run} as the data does, and the data loss is still high.',
  valueFormat: 'number',
  limits: {
    ratio: {
      value: 2,
      unit: 'ratio',
      min: 0.1,
      max: 1000,
      origin: 'TheDeepChecker: twice the data gradient, over 5 checks',
    },
    improvement: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'a data loss that is down by half leaves small gradients: the penalty then only keeps the balance',
    },
    steps: {
      value: 20,
      unit: 'steps',
      min: 1,
      max: 1000000,
      origin: 'the first gradients of a run say little of what comes',
    },
    balance: {
      value: 0.2,
      unit: 'ratio',
      min: 0.01,
      max: 1000,
      origin:
        'measured: 0.23 and more in sick runs that learn against their penalty; healthy ones with as much have a penalty far below the data loss',
    },
    share: {
      value: 1,
      unit: 'ratio',
      min: 0.01,
      max: 1000,
      origin: 'measured: 1 and more in sick runs; healthy ones that have not learned yet stay below 0.8',
    },
    learned: {
      value: 0.9,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'a data loss that is down to a tenth leaves less than any penalty: that is the balance which was meant',
    },
    settled: {
      value: 100,
      unit: 'steps',
      min: 1,
      max: 1000000,
      origin:
        'as loss-not-improving: in the first steps the penalty of random weights may well be the larger part',
    },
    overwhelming: {
      value: 20,
      unit: 'ratio',
      min: 1,
      max: 1000000,
      origin:
        'measured: at most 12 in healthy runs whose data loss is down to nothing, 50 and more where targets are tiny and the penalty is all there is to gain from',
    },
    dead: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'the limit of dead-relu: dead units have no data gradient, whatever the penalty',
    },
  },
  condition: unless(
    any(
      all(
        vital('regularizationDominance').atLeast('ratio'),
        least('regularizationDominance').atLeast('ratio'),
        vital('lossImprovement').below('improvement'),
        vital('lossSteps').atLeast('steps'),
      ),
      all(
        vital('regularizationDominance').atLeast('balance'),
        vital('regularizationShare').above('share'),
        vital('lossImprovement').below('learned'),
        vital('lossSteps').atLeast('settled'),
      ),
      all(
        vital('regularizationDominance').atLeast('ratio'),
        vital('regularizationShare').above('overwhelming'),
        vital('lossSteps').atLeast('settled'),
      ),
    ),
    largest('layerDeadUnits').above('dead'),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Penalty against data',
    description:
      'Norm of the penalty gradient over that of the data gradient. Healthy is below 1 until the loss is down.',
    series: ['regularizationDominance'],
    unit: 'none',
  },
  remedies: [
    'Switch the regularization off and look at the magnitude of the loss, then set the weight of the penalty to fit.',
    'Make sure that the loss rises as the strength of the regularization rises.',
  ],
  hints: [],
} as const satisfies Declaration;
