import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Steps take more than twice as long as they did.
 *
 *   steps per │▔▔▔▔▔▔╲
 *   second    │       ╲_____  sick: under half of the run's own normal
 *             │
 *             └───────────── time
 */
export const throughputDrop = {
  id: 'throughput-drop',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Throughput drop',
  summary: 'The run takes less than half as many steps a second as it did.',
  finding: 'Run {run} takes steps at {value} of its own normal speed (at least {limit} expected).',
  valueFormat: 'percent',
  limits: {
    ratio: {
      value: 0.5,
      unit: 'ratio',
      min: 0.01,
      max: 0.99,
      origin:
        "half of the run's own upper-quartile speed, for 40 seconds, 20 in a young run: less is a noisy neighbour",
    },
  },
  condition: vital('throughput').below('ratio'),
  hold: { raise: 0, clear: 0 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Speed against normal',
    description: "Steps per second over the run's own normal. Healthy is near 1.",
    series: ['throughput'],
    unit: 'percentunit',
  },
  remedies: [
    'Check the data pipeline: a slower disk, a cache that no longer fits, augmentation on a busy processor.',
    'Check the machine: other jobs, thermal throttling, memory that swaps.',
    'Check the step itself: batches or sequences that grew, tensors that pile up.',
  ],
  hints: [],
} as const satisfies Declaration;
