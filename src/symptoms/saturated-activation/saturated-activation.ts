import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Most units of a tanh or sigmoid layer are stuck at their rails for almost every example.
 *
 *   output  1 │▔▔▔▔▔▔▔▔  sick: at the rail, without slope
 *             │ ╱╲_╱╲_   healthy: in between
 *          −1 │
 *             └───────── examples
 *
 * Outputs of the model are not judged: a confident classifier is at its rails rightly.
 */
export const saturatedActivation = {
  id: 'saturated-activation',
  severity: 'warning',
  scope: 'layer',
  decidedBy: 'both',
  title: 'Saturated units',
  summary: 'Most units of a tanh or sigmoid layer are stuck at their rails.',
  finding:
    '{value} of the units of layer {layer} in run {run} are at their rails for almost every recent example (limit {limit}).',
  valueFormat: 'percent',
  limits: {
    share: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'SageMaker TanhSaturation and SigmoidSaturation: half of the layer',
    },
    inputs: { value: 5, unit: 'none', min: 0, max: 1000000, origin: 'the limit of inputs-not-normalized' },
  },
  condition: vital('layerSaturatedUnits').above('share'),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Saturated units',
    description:
      'Share of units of a tanh or sigmoid layer at their rails over the window. Healthy is near zero.',
    series: ['layerSaturatedUnits'],
    unit: 'percentunit',
  },
  remedies: [
    'Use a better weight initialization: smaller weights keep the units in between.',
    'Normalize the inputs.',
    'Use batch normalization before the activation.',
    'Change the activation functions: ReLU or Leaky ReLU have no upper rail.',
  ],
  hints: [
    { when: vital('inputScale').above('inputs'), first: 2, because: 'the inputs are far from unit scale' },
  ],
} as const satisfies Declaration;
