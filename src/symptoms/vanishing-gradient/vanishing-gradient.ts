import { all, any, largest, unless, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Layers near the output train, the first one gets next to nothing.
 *
 *   gradient │ ▁            sick        │ ▅  ▆  ▅  ▆   healthy
 *   of each  │ ▁  ▁  ▃  █               │ █  █  █  █
 *   layer    └──────────────            └──────────────
 *              first  …  last             first  …  last
 *
 * A dead ReLU layer starves the layers before it as well: then `dead-relu` is the cause and is named instead.
 */
export const vanishingGradient = {
  id: 'vanishing-gradient',
  severity: 'warning',
  scope: 'layer',
  decidedBy: 'both',
  title: 'Vanishing gradient',
  summary: 'Later layers train, but hardly any gradient reaches the earliest one.',
  finding:
    'The gradient of layer {layer} in run {run} is {value} of that of the last layer (at least {limit} expected) and far below its weights.',
  valueFormat: 'number',
  limits: {
    flow: {
      value: 0.05,
      unit: 'ratio',
      min: 1e-9,
      max: 0.5,
      origin:
        'AUTOTRAINER β1 is 1e-3; measured: up to 0.035 in sick runs; healthy ones keep above 0.1, three sigmoid layers above 8e-3 with gradients large for the weights',
    },
    toWeight: {
      value: 5e-4,
      unit: 'ratio',
      min: 1e-12,
      max: 0.1,
      origin:
        'AUTOTRAINER β2 is 1e-4, absolute; relative to the weights sick runs reach 3e-4, healthy ones with as little flow 9e-4',
    },
    converged: {
      value: 0.9,
      unit: 'ratio',
      min: 0.1,
      max: 1,
      origin:
        'measured: at most 0.78 in sick runs; a loss that is down to a tenth leaves little gradient, and not to every layer alike',
    },
    zero: {
      value: 0,
      unit: 'ratio',
      min: 0,
      max: 1e-9,
      origin: 'by definition: exactly no gradient is a dead or disconnected layer, not a vanishing gradient',
    },
    peak: {
      value: 0.4,
      unit: 'ratio',
      min: 0.001,
      max: 10,
      origin: 'the limit of learning-rate-too-high: units that too large an update drove to their rails',
    },
    dead: {
      value: 0.5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin: 'SageMaker DeadRelu, the limit of dead-relu: dead units explain the missing gradient',
    },
  },
  condition: unless(
    all(
      vital('gradientFlow').below('flow'),
      vital('gradientToWeight').below('toWeight'),
      vital('gradientFlow').above('zero'),
    ),
    any(
      largest('layerDeadUnits').above('dead'),
      vital('updateRatioPeak').above('peak'),
      vital('lossImprovement').atLeast('converged'),
    ),
  ),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Gradient flow',
    description:
      'Gradient of the first layer over that of the last one. Healthy is within a factor of a hundred.',
    series: ['gradientFlow', 'gradientToWeight'],
    unit: 'none',
  },
  remedies: [
    'Use a better weight initialization, above all if the layer never trained from the start.',
    'Change the activation functions: Leaky ReLU or maxout instead of sigmoid, tanh or plain ReLU.',
    'In a recurrent network, use LSTM blocks.',
  ],
  hints: [
    {
      when: vital('gradientFlowInitial').below('flow'),
      first: 1,
      because: 'the gradient was missing from the first steps on',
    },
    {
      when: vital('gradientFlowInitial').atLeast('flow'),
      first: 2,
      because: 'the gradient did arrive at first and was lost later',
    },
  ],
} as const satisfies Declaration;
