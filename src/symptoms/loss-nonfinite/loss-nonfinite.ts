import { growth } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Loss, gradient or weight became NaN or infinite. A counter decides, because every comparison with NaN is false.
 *
 *   training_nonfinite_values_total
 *        sick            ╱
 *                      ╱
 *     healthy  ──────╱──────────  0
 *                    one value is enough
 */
export const lossNonfinite = {
  id: 'loss-nonfinite',
  severity: 'critical',
  scope: 'run',
  decidedBy: 'both',
  title: 'Loss not finite',
  summary: 'The loss, a gradient or a weight became NaN or infinite.',
  finding:
    'Run {run} saw {value} new NaN or infinite values in its loss, gradients or weights (limit {limit}).',
  valueFormat: 'number',
  limits: {
    values: {
      value: 0,
      unit: 'count',
      min: 0,
      max: 1000,
      origin: 'one NaN is enough: it spreads to every weight with the next update',
    },
  },
  condition: growth('nonfinite', { steps: 100, time: '5m' }, { where: ['loss', 'gradient', 'weight'] }).above(
    'values',
  ),
  hold: { raise: 0, clear: 100 },
  alert: { for: '0m', keepFiringFor: '15m' },
  panel: {
    title: 'Non-finite values',
    description: 'NaN and infinite values by where they were seen. Healthy is a flat zero.',
    series: ['nonfinite', 'loss', 'gradientNorm'],
    unit: 'short',
  },
  remedies: [
    'Lower the initial learning rate: divide it by 3 until the loss no longer diverges.',
    'Use a better weight initialization.',
    'Clip the gradients.',
    'If the gradient norm rose first, treat exploding-gradient; if not, look for NaN and infinite values in the inputs and labels, and for logarithms, divisions and roots of zero in layers and losses of your own.',
  ],
  hints: [],
} as const satisfies Declaration;
