import type { SeriesKey } from '../../series.js';
import type { Symptom } from '../../symptoms/symptom.js';
import { limitOf } from './limit-of.js';
import type { PanelSpec } from './panel.js';
import { scoped } from './query.js';

/** Layers by time: the eye finds the layer that differs, and the moment at which it began to. */
export const heatMaps = (catalogue: readonly Symptom[]): readonly PanelSpec[] => {
  const heat = (title: string, description: string, key: SeriesKey): PanelSpec => {
    const { limit, color } = limitOf(key, catalogue);
    // Without a limit the colors are spread over what is there: powers of ten, or one value would take them all.
    const largest = `max by (run, rank, layer) (${scoped(key)})`;
    return {
      kind: 'heat',
      title,
      description,
      unit: limit ? 'percentunit' : 'none',
      width: 12,
      height: 9,
      opens: ['layer'],
      ...(color && { color }),
      queries: [
        {
          expr: limit ? largest : `log10(${largest} > 0 < Inf)`,
          legend: '{{run}} {{rank}} {{layer}}',
          ...(limit && { limit }),
        },
      ],
    };
  };
  return [
    heat(
      'Gradient norm by layer and time',
      'Powers of ten of the largest data gradient norm of a layer: -3 is 0.001. Healthy: rows of like color. Blue towards the input: the gradient vanishes. A gap: zero, not a number, infinite, or not measured.',
      'layerGradientNorm',
    ),
    heat(
      'Update ratio by layer and time',
      'Powers of ten of update over weights: -3 is healthy. Blue: the layer hardly moves. Red: it is thrown about. A gap: zero, not a number, infinite, or not measured.',
      'layerUpdateRatio',
    ),
    heat(
      'Dead units by layer and time',
      'Share of units of a ReLU layer that fired for no example of the window; colored beyond the limit of dead-relu. A gap: not measured.',
      'layerDeadUnits',
    ),
    heat(
      'Saturated units by layer and time',
      'Share of units of a tanh or sigmoid layer at their rails; colored beyond the limit of saturated-activation. A gap: not measured.',
      'layerSaturatedUnits',
    ),
  ];
};
