import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Most units of a ReLU layer give zero for every example. Units count, not zeros: a healthy layer is half zeros.
 *
 *   share of   1 │       ╭──────  sick: units fall silent and stay so
 *   dead units   │     ╭─╯
 *                │   ╭─╯
 *              0 │___╯__________  healthy: each unit fires for some example
 *                └────────────── steps
 */
export const deadRelu = {
  id: 'dead-relu',
  severity: 'warning',
  scope: 'layer',
  decidedBy: 'both',
  title: 'Dead ReLU units',
  summary: 'Most units of a ReLU layer give zero for every example.',
  finding: '{value} of the units of layer {layer} in run {run} fired for no recent example (limit {limit}).',
  valueFormat: 'percent',
  limits: {
    share: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'SageMaker DeadRelu: 50 % of the units of a layer',
    },
    penalty: { value: 2, unit: 'ratio', min: 0, max: 1e9, origin: 'the limit of regularization-dominates' },
  },
  condition: vital('layerDeadUnits').above('share'),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Dead units',
    description:
      'Share of units of a ReLU layer that fired for no example of the window. Healthy is well under a half.',
    series: ['layerDeadUnits', 'layerActivationZeroRatio'],
    unit: 'percentunit',
  },
  remedies: [
    'Change the weight initialization.',
    'Use a less aggressive learning-rate decay.',
    'Reduce the weight-decay regularization.',
    'Use Leaky ReLU instead of ReLU.',
  ],
  hints: [
    {
      when: vital('deadUnitsInitial').above('share'),
      first: 1,
      because: 'the units were dead from the first steps on',
    },
    {
      when: vital('layerRegularizationRatio').above('penalty'),
      first: 3,
      because: 'the penalty pulls harder than the data at the weights of the layer',
    },
    { when: vital('deadUnitsInitial').atMost('share'), first: 2, because: 'the units died while training' },
  ],
} as const satisfies Declaration;
