import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * Some classes are rarely seen.
 *
 *   labels │█
 *          │█
 *          │█ ▁ ▁   sick          ▆ ▅ ▆   healthy
 *          └─────── classes
 */
export const classImbalance = {
  id: 'class-imbalance',
  severity: 'info',
  scope: 'run',
  decidedBy: 'both',
  title: 'Classes out of balance',
  summary: 'Some classes are rarely seen.',
  finding: 'The most frequent class of run {run} has {value} times the labels of the rarest (limit {limit}).',
  valueFormat: 'number',
  limits: {
    ratio: {
      value: 10,
      unit: 'ratio',
      min: 1.5,
      max: 1000000,
      origin: 'SageMaker ClassImbalance: largest over smallest class, after 500 labels',
    },
  },
  condition: vital('classImbalance').above('ratio'),
  hold: { raise: 20, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Class imbalance',
    description: 'Labels of the most frequent class over those of the rarest. Healthy is below 10.',
    series: ['classImbalance'],
    unit: 'none',
  },
  remedies: [
    'Use a weighted loss: give the rare classes more weight.',
    'Find more data of the rare classes.',
  ],
  hints: [],
} as const satisfies Declaration;
