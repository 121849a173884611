import { any, vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Inputs far from zero mean and unit scale reach a layer that weighs them.
 *
 *   scale 255 │──────  sick: raw pixels, prices, ages
 *             │
 *           1 │──────  healthy: 0..1 or standardized
 *             └────── steps
 */
export const inputsNotNormalized = {
  id: 'inputs-not-normalized',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Inputs not normalized',
  summary: 'The inputs are far from zero mean and unit scale.',
  finding: 'Input {input} of run {run} has a scale of {value} (usual is about 1).',
  valueFormat: 'number',
  limits: {
    large: {
      value: 5,
      unit: 'none',
      min: 1.5,
      max: 1000000,
      origin:
        'measured: at most 2.4 in healthy runs, standardized data with outliers among them; raw pixels have 60 to 130',
    },
    small: {
      value: 0.002,
      unit: 'none',
      min: 0,
      max: 0.5,
      origin:
        'a one-hot code of ten thousand words has 0.01; pixels that are divided by 255 twice have 0.0013',
    },
  },
  condition: any(vital('inputScale').above('large'), vital('inputScale').below('small')),
  hold: { raise: 10, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Input scale',
    description: 'Root mean square of each input. Healthy is about 1.',
    series: ['inputScale', 'inputMean', 'inputStd'],
    unit: 'none',
  },
  remedies: [
    'Preprocess the inputs: subtract the mean and divide by the standard deviation, or scale pixels to 0..1.',
    'Make sure that inputs and labels are paired properly, and that training and validation are preprocessed alike.',
  ],
  hints: [],
} as const satisfies Declaration;
