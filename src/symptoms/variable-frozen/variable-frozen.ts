import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * A variable is outside what the optimizer updates: frozen, by intent or by mistake.
 *
 *   trainable 1 │─────────────  healthy
 *             0 │─────────────  frozen: `trainable = false`, or made trainable after compile()
 *               └───────────── steps
 */
export const variableFrozen = {
  id: 'variable-frozen',
  severity: 'info',
  scope: 'variable',
  decidedBy: 'both',
  title: 'Variable frozen',
  summary: 'A variable is outside what the optimizer updates.',
  finding: 'Variable {variable} of layer {layer} in run {run} is frozen: the optimizer does not update it.',
  valueFormat: 'number',
  limits: {
    trainable: {
      value: 1,
      unit: 'none',
      min: 1,
      max: 1,
      origin: 'by definition: 1 is in the list that the optimizer updates',
    },
  },
  condition: vital('layerTrainable').below('trainable'),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Frozen variables',
    description: 'One where the optimizer updates the variable, zero where it is frozen.',
    series: ['layerTrainable'],
    unit: 'short',
  },
  remedies: ['If it is not meant: set trainable to true, then compile the model again.'],
  hints: [],
} as const satisfies Declaration;
