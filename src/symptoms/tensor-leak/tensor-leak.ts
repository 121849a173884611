import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Every step leaves tensors behind.
 *
 *   tensors │        ╱  sick: climbs with every step
 *           │      ╱
 *           │    ╱
 *           │╱‾‾‾‾‾‾‾‾  healthy: flat after the optimizer's slots
 *           └───────── steps
 */
export const tensorLeak = {
  id: 'tensor-leak',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Tensor leak',
  summary: 'Tensors pile up step after step.',
  finding: 'Each step of run {run} leaves {value} tensors behind (limit {limit}).',
  valueFormat: 'number',
  limits: {
    growth: {
      value: 0.5,
      unit: 'none',
      min: 0.01,
      max: 1000000,
      origin: 'measured: fit itself keeps 0.06 to 0.16 tensors a step; a leak of user code keeps whole ones',
    },
  },
  condition: vital('tensorGrowth').atLeast('growth'),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Tensors left behind',
    description: 'Tensors that every step leaves behind. Healthy is zero.',
    series: ['tensorGrowth'],
    unit: 'none',
  },
  remedies: [
    'Wrap the code of a step in tf.tidy(), or dispose what it creates.',
    'Look at callbacks, metrics and generators: whatever they keep is never freed.',
  ],
  hints: [],
} as const satisfies Declaration;
