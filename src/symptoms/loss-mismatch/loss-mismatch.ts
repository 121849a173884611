import { vital } from '../condition.js';
import type { Declaration } from '../symptom.js';

/**
 * The loss, compiled or of a hand-written loop, does not fit the last activation or the targets.
 *
 *   output   ┌ linear │ sigmoid │ softmax │      labels   ┌ one class │ several │ −1, +1 │
 *   loss     │                                  loss      │
 *   category │  sick     sick       ok           category │    ok        sick      sick
 *   binary   │  sick      ok                     binary   │               ok       sick
 */
export const lossMismatch = {
  id: 'loss-mismatch',
  severity: 'warning',
  scope: 'layer',
  decidedBy: 'both',
  title: 'Loss does not fit',
  summary: 'The loss does not fit the last activation or the labels.',
  finding:
    'The loss of run {run} does not fit its output {layer}: {reason}, in {value} of the first examples (limit {limit}).',
  valueFormat: 'percent',
  limits: {
    share: {
      value: 0.1,
      unit: 'ratio',
      min: 0,
      max: 1,
      origin:
        'a tenth of the first examples: a loss that fits has none, but for outliers; one that does not has a third and more',
    },
  },
  condition: vital('layerLossMismatch').above('share'),
  hold: { raise: 5, clear: 100 },
  alert: { for: '15s', keepFiringFor: '5m' },
  panel: {
    title: 'Loss against output and targets',
    description: 'Share of the first examples for which the loss does not fit. Healthy is zero.',
    series: ['layerLossMismatch'],
    unit: 'percentunit',
  },
  remedies: [
    'Choose a loss that is appropriate for the output: categorical cross-entropy after a softmax, binary cross-entropy after a sigmoid, a squared error after a linear layer.',
    'Make sure that you optimize the right tensor: labels as the loss expects them, logits only where the loss takes logits.',
  ],
  hints: [],
} as const satisfies Declaration;
