import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The run has more series than it may export.
 *
 *   series left out │   ┌────  sick
 *                 0 │───┘      healthy: 0
 */
export const seriesDropped = {
  id: 'series-dropped',
  severity: 'info',
  scope: 'run',
  decidedBy: 'both',
  title: 'Series dropped',
  summary: 'Series of some layers are left out, because the run has more than it may export.',
  finding: '{value} series of layers of run {run} are left out of its metrics (limit {limit}).',
  valueFormat: 'number',
  limits: {
    series: { value: 0, unit: 'count', min: 0, max: 1000000, origin: 'nothing is left out silently' },
  },
  condition: vital('agentSeriesDropped').above('series'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Series left out',
    description: 'Per-layer series that the limit left out. Healthy is zero.',
    series: ['agentSeriesDropped'],
    unit: 'short',
  },
  remedies: ['Choose the layers that matter with layers: { include, exclude }.'],
  hints: [],
} as const satisfies Declaration;
