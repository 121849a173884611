import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * A GPU was expected, and the run computes on the CPU.
 *
 *   expected │ gpu   gpu
 *   device   │ cpu   gpu
 *            │ sick  healthy
 */
export const acceleratorUnused = {
  id: 'accelerator-unused',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Accelerator unused',
  summary: 'The run computes on the CPU although a GPU was expected.',
  finding: 'Run {run} computes on the CPU, although its package or its job expects a GPU.',
  valueFormat: 'number',
  limits: {
    unused: {
      value: 0,
      unit: 'none',
      min: 0,
      max: 0,
      origin: 'by definition: 1 is a GPU that was expected and is not used',
    },
  },
  condition: vital('acceleratorUnused').above('unused'),
  hold: { raise: 0, clear: 0 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Accelerator',
    description: 'One while a GPU was expected and the run computes without. Healthy is zero.',
    series: ['acceleratorUnused'],
    unit: 'none',
  },
  remedies: [
    'Look at the first lines of the program: TensorFlow says which CUDA library it could not load.',
    'Check that the driver, CUDA and the TensorFlow behind the package fit each other.',
    'If the CPU is meant, give the job no GPU, or switch this symptom off.',
  ],
  hints: [],
} as const satisfies Declaration;
