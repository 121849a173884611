import { all, any, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * A tanh or sigmoid layer is at its rails: most of its units for almost every example, or most of its outputs before
 * anything was learned.
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
    'Layer {layer} in run {run} is saturated: {value} of it lies at its rails, where hardly any slope is left (limit {limit}).',
  valueFormat: 'percent',
  limits: {
    share: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'SageMaker TanhSaturation and SigmoidSaturation: half of the layer',
    },
    outputs: {
      value: 0.66,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'measured over the hold: 0.73 and more for good in sick runs whose units lie now at one rail, now at the other; healthy ones that have not learned yet reach 0.44',
    },
    learned: {
      value: 0.75,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'a network whose loss is down to a quarter begins to be sure of its answers, rightly: healthy ones reach 0.56 from there on, and 0.44 before',
    },
    inputs: { value: 5, unit: 'none', min: 0, max: 1000000, origin: 'the limit of inputs-not-normalized' },
  },
  condition: any(
    vital('layerSaturatedUnits').above('share'),
    all(vital('layerActivationRailRatio').above('outputs'), vital('lossImprovement').below('learned')),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Saturated units',
    description:
      'Share of the units of a tanh or sigmoid layer that are at their rails for almost every example, and share of its outputs there now. Healthy is near zero.',
    series: ['layerSaturatedUnits', 'layerActivationRailRatio'],
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
