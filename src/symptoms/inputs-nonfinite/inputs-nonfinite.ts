import { growth } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * NaN or infinite values in the inputs or labels.
 *
 *   training_nonfinite_values_total{where="input"}
 *        sick            ╱
 *                      ╱
 *     healthy  ──────╱──────────  0
 */
export const inputsNonfinite = {
  id: 'inputs-nonfinite',
  severity: 'critical',
  scope: 'run',
  decidedBy: 'both',
  title: 'Inputs not finite',
  summary: 'The inputs or the labels hold NaN or infinite values.',
  finding: 'Run {run} was fed {value} inputs or labels just now with NaN or infinite values (limit {limit}).',
  valueFormat: 'number',
  limits: {
    values: {
      value: 0,
      unit: 'count',
      min: 0,
      max: 1000,
      origin: 'one NaN is enough: it reaches every weight with the next update',
    },
  },
  condition: growth('nonfinite', { steps: 100, time: '5m' }, { where: ['input', 'label'] }).above('values'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '0m', keepFiringFor: '15m' },
  panel: {
    title: 'Non-finite inputs',
    description: 'Batches with NaN or infinite values in inputs or labels. Healthy is a flat zero.',
    series: ['nonfinite'],
    unit: 'short',
  },
  remedies: [
    'Clean the data: find the examples with missing or infinite values, and drop or fill them.',
    'Check the preprocessing for a division by zero and the logarithm of zero.',
  ],
  hints: [],
} as const satisfies Declaration;
