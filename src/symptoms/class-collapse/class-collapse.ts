import { all, any, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The network predicts (almost) one class for everything.
 *
 *   predicted │█              │▆ ▅ ▆
 *             │█ ▁ ▁   sick   │▆ ▅ ▆   healthy: about as the labels
 *             └────── classes └────── classes
 */
export const classCollapse = {
  id: 'class-collapse',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Predictions collapsed',
  summary: 'The network predicts almost one class for everything.',
  finding:
    'Run {run} predicts one class for nearly everything: {value} of the examples of all other classes are taken for it (limit {limit}).',
  valueFormat: 'percent',
  limits: {
    excess: {
      value: 0.9,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      origin:
        'measured: at most 0.30 in healthy runs after 100 steps, 0.99 and more in those that predict one class',
    },
    steps: {
      value: 100,
      unit: 'steps',
      min: 10,
      max: 1000000,
      origin: 'as loss-not-improving: an untrained network predicts one class rightly often',
    },
    even: {
      value: 0.8,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'beyond four to one a network rightly begins with the frequent class, and needs longer to leave it',
    },
    progress: {
      value: -0.02,
      unit: 'ratio',
      min: -0.5,
      max: 0.5,
      origin: 'a loss that still falls by 2 % within a window is on its way to the rare classes',
    },
    later: {
      value: 200,
      unit: 'steps',
      min: 10,
      max: 1000000,
      origin:
        'measured: with one positive in ten a healthy run leaves the frequent class after 100 to 350 steps, its loss falling all the while',
    },
    rare: { value: 10, unit: 'ratio', min: 1, max: 1000000, origin: 'the limit of class-imbalance' },
  },
  condition: any(
    all(
      vital('classPredictionExcess').above('excess'),
      vital('classLabelShare').below('even'),
      vital('steps').atLeast('steps'),
    ),
    all(
      vital('classPredictionExcess').above('excess'),
      vital('lossRise').above('progress'),
      vital('steps').atLeast('later'),
    ),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Collapse of predictions',
    description:
      'How far the most predicted class exceeds its share of the labels. Healthy is near zero, collapsed is 1.',
    series: ['classPredictionExcess'],
    unit: 'percentunit',
  },
  remedies: [
    'Make sure that you use an appropriate loss and optimize the correct tensor.',
    'Adjust the initial learning rate.',
    'Use a weighted loss where classes are rare.',
  ],
  hints: [
    { when: vital('classImbalance').above('rare'), first: 3, because: 'some of its classes are rarely seen' },
  ],
} as const satisfies Declaration;
