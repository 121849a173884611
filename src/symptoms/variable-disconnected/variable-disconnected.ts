import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The optimizer receives no gradient for a trainable variable: it has no path to the loss.
 *
 *   steps without │      ╱  sick: counts up from the first step
 *   a gradient    │    ╱
 *                 │__╱____  healthy: 0
 *                 └──────── steps
 *
 * Undefined is not zero: a dead or vanishing layer does get a gradient.
 */
export const variableDisconnected = {
  id: 'variable-disconnected',
  severity: 'warning',
  scope: 'variable',
  decidedBy: 'both',
  title: 'Variable disconnected',
  summary: 'A trainable variable has no path to the loss.',
  finding:
    'The optimizer of run {run} has received no gradient for variable {variable} of layer {layer} for {value} steps (limit {limit}): it has no path to the loss.',
  valueFormat: 'number',
  limits: {
    steps: {
      value: 20,
      unit: 'steps',
      min: 1,
      max: 1000000,
      origin: 'a loop that trains parts in turn gives each a gradient within a few steps',
    },
  },
  condition: vital('gradientlessSteps').atLeast('steps'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Steps without a gradient',
    description:
      'Steps in a row in which the optimizer received no gradient for a trainable variable. Healthy is zero.',
    series: ['gradientlessSteps', 'layerGradientReceived'],
    unit: 'short',
  },
  remedies: [
    'Check how the network is wired: every layer between the variable and the loss must be used in the forward pass.',
    'Look for where the path is cut: values read into JavaScript, tensors computed outside the function that is differentiated.',
  ],
  hints: [],
} as const satisfies Declaration;
