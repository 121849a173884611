import { all, growth } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * One step jumps far out of the recent range.
 *
 *   loss │        │
 *        │        │          sick: a single step, then back
 *        │╲       │
 *        │  ╲_.-._│.-._____  healthy: noise
 *        └────────────────── steps
 */
export const lossSpike = {
  id: 'loss-spike',
  severity: 'warning',
  scope: 'run',
  decidedBy: 'both',
  title: 'Loss spike',
  summary: 'A step had a loss far out of the recent range.',
  finding:
    'Run {run} counted {value} steps just now whose loss jumped out of the recent range (limit {limit}).',
  valueFormat: 'number',
  limits: {
    spikes: {
      value: 0,
      unit: 'count',
      min: 0,
      max: 1000,
      origin:
        'OLMo-core and MaxText: a z-score above 6 over the last 128 steps, one-sided; measured: healthy runs with batches of four reach 7.3, but not twice as far out as before; one such step is enough, unless the loss stays there and no update has thrown it there: then its data are others',
    },
    restored: {
      value: 0,
      unit: 'count',
      min: 0,
      max: 0,
      origin: 'by definition: only the optimizer changes the weights of most runs',
    },
    often: {
      value: 4,
      unit: 'count',
      min: 1,
      max: 1000,
      origin: 'weights that are clipped or averaged by the loop are set in every step, or every few',
    },
  },
  condition: growth('lossSpikes', { steps: 100, time: '5m' }).above('spikes'),
  hold: { raise: 0, clear: 100 },
  alert: { for: '0m', keepFiringFor: '10m' },
  panel: {
    title: 'Loss z-score',
    description: 'Loss in standard deviations of the last steps. Healthy stays below 4; a spike is above 6.',
    series: ['lossZscore', 'lossSpikes'],
    unit: 'none',
  },
  remedies: [
    'Look at the data of that step: a corrupt file, a wrong label, an outlier.',
    'Go back to a checkpoint from before it, and skip that batch.',
    'Clip the gradients.',
  ],
  hints: [
    {
      when: all(
        growth('weightSets', { steps: 100, time: '5m' }).above('restored'),
        growth('weightSets', { steps: 100, time: '5m' }).below('often'),
      ),
      first: 2,
      because: 'something other than the optimizer has just set the weights, perhaps to the wrong checkpoint',
    },
  ],
} as const satisfies Declaration;
