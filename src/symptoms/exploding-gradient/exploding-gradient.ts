import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Gradients leave the range of the run's own history.
 *
 *   gradient │            ╱  sick: far above its own median
 *   norm     │           ╱
 *            │╲_.-._.-._╱
 *            │ ‾‾‾‾‾‾‾‾‾‾‾‾  healthy: the same range all along
 *            └────────────── steps
 */
export const explodingGradient = {
  id: 'exploding-gradient',
  severity: 'critical',
  scope: 'run',
  decidedBy: 'both',
  title: 'Exploding gradient',
  summary: 'The gradient norm left the range of its own history.',
  finding:
    "The gradient of run {run} is {value} times the median of the run's own recent history (limit {limit}).",
  valueFormat: 'number',
  limits: {
    factor: {
      value: 50,
      unit: 'ratio',
      min: 2,
      max: 1_000_000,
      origin: "the order of AUTOTRAINER β3 (70), against the run's own history instead of an absolute norm",
    },
  },
  condition: vital('gradientGrowth').above('factor'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '0m', keepFiringFor: '10m' },
  panel: {
    title: 'Gradient growth',
    description:
      "Gradient norm over the median of the run's own recent history. Healthy stays within a few times 1.",
    series: ['gradientGrowth', 'gradientNorm'],
    unit: 'none',
  },
  remedies: [
    'Use a better weight initialization, above all if the gradients were large from the start.',
    'Change the activation functions, so that no layer amplifies what it gets.',
    'Clip the gradients.',
    'In a recurrent network, use LSTM blocks.',
  ],
  hints: [],
} as const satisfies Declaration;
