import { deviation } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Ranks that average their gradients start from the same weights and take the same updates: their norms are the same
 * number. A rank that once leaves the others never comes back.
 *
 *   norm of │              _____  sick: one rank's own way
 *   a layer │        _____╱
 *           │ ══════════════════  healthy: one line, however many ranks
 *           └──────────────────── steps
 *
 * Only Prometheus can see it: no rank has the weights of the others.
 */
export const replicaDivergence = {
  id: 'replica-divergence',
  severity: 'critical',
  scope: 'variable',
  decidedBy: 'prometheus',
  title: 'Replicas diverge',
  summary: 'The ranks of one run hold different weights at the same step.',
  finding:
    'In run {run} the norm of {layer}/{variable} on this rank is {value} away from the median of the ranks at the same step (limit {limit}; of two ranks both are named).',
  valueFormat: 'percent',
  limits: {
    deviation: {
      value: 1e-5,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'healthy ranks differ by exactly 0; 400 times the rounding of a norm (2.3e-8, cpu and wasm), a tenth of the least that was seen of a fault (1.1e-4: own gradients)',
    },
  },
  condition: deviation('replicaWeightNorm', 'replicaStep').above('deviation'),
  hold: { raise: 0, clear: 0 },
  alert: { for: '0m', keepFiringFor: '10m' },
  panel: {
    title: 'Weights against the other ranks',
    description:
      'How far the norm of a weight on a rank lies from the median of the ranks, at the same step. Healthy is exactly 0.',
    series: ['replicaWeightNorm'],
    unit: 'percentunit',
  },
  remedies: [
    'Stop the run, and go back to a checkpoint from before the ranks parted: what they average fits none of them.',
    'Check that every rank starts from the same weights: one seed, one checkpoint, or a broadcast from rank 0.',
    'Check that every rank applies the averaged gradients, all of them, in every step, by the same optimizer.',
    'Check that nothing else changes weights on one rank alone: a freeze, a clip, a callback, a rate of its own.',
    'If it is always the same machine, take it out and test its memory and its accelerator.',
  ],
  hints: [],
} as const satisfies Declaration;
