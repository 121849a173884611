import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Nothing has got better for many evaluations.
 *
 *   validation │╲
 *   loss       │ ╲.__.-._.-.__.-  sick: the best is long ago
 *              │   ╲
 *              │     ╲_________   healthy: still better now and then
 *              └─────────────── evaluations
 */
export const overtraining = {
  id: 'overtraining',
  severity: 'info',
  scope: 'run',
  decidedBy: 'both',
  title: 'Overtraining',
  summary: 'The validation loss has not improved for many evaluations.',
  finding: 'The best validation loss of run {run} is {value} evaluations ago (limit {limit}).',
  valueFormat: 'number',
  limits: {
    evaluations: {
      value: 10,
      unit: 'count',
      min: 1,
      max: 100000,
      origin: 'the patience usual for stopping a run, which is longer than that of a first warning',
    },
  },
  condition: vital('evaluationsSinceBest').atLeast('evaluations'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Evaluations since the best',
    description: 'Evaluations since the best validation loss. Healthy stays small.',
    series: ['evaluationsSinceBest'],
    unit: 'short',
  },
  remedies: ['Use early stopping: keep the weights of the best evaluation.'],
  hints: [],
} as const satisfies Declaration;
