import type { SeriesKey } from '../../series.js';
import type { Symptom } from '../../symptoms/symptom.js';
import { limitOf } from './limit-of.js';
import type { PanelSpec } from './panel.js';
import { scoped } from './query.js';
import type { Column } from './table.js';
import type { Unit } from './unit.js';

/** The latest numbers of every layer and of every variable, to sort and to compare. */
export const layerTables = (catalogue: readonly Symptom[]): readonly PanelSpec[] => {
  const column =
    (by: string) =>
    (title: string, key: SeriesKey, unit: Unit = 'none'): Column => ({
      title,
      expr: `max by (${by}) (${scoped(key)})`,
      unit,
      ...limitOf(key, catalogue),
    });
  const ofLayer = column('run, rank, layer');
  const ofVariable = column('run, rank, layer, variable');
  const places: readonly Column[] = [
    { label: 'run', title: 'Run' },
    { label: 'layer', title: 'Layer', opens: ['layer'] },
  ];
  return [
    {
      kind: 'table',
      title: 'Layers now',
      description:
        'Outputs of each layer in the latest measurement. Colored: beyond the limit of a symptom. Click a layer to see it alone.',
      width: 24,
      height: 8,
      columns: [
        ...places,
        ofLayer('Dead units', 'layerDeadUnits', 'percentunit'),
        ofLayer('Saturated units', 'layerSaturatedUnits', 'percentunit'),
        ofLayer('Outputs at rails', 'layerActivationRailRatio', 'percentunit'),
        ofLayer('Zero outputs', 'layerActivationZeroRatio', 'percentunit'),
        ofLayer('Output mean', 'layerActivationMean'),
        ofLayer('Output spread', 'layerActivationStd'),
        { label: 'rank', title: 'Rank' },
      ],
    },
    {
      kind: 'table',
      title: 'Variables now',
      description:
        'Gradient, weights and update of each variable in the latest measurement. Healthy: update over weights near 0.001 everywhere.',
      width: 24,
      height: 10,
      columns: [
        ...places,
        { label: 'variable', title: 'Variable' },
        ofVariable('Gradient norm', 'layerGradientNorm'),
        ofVariable('Mean gradient', 'layerGradientMeanAbs'),
        ofVariable('Largest gradient', 'layerGradientMaxAbs'),
        ofVariable('Weight norm', 'layerWeightNorm'),
        ofVariable('Weight spread', 'layerWeightStd'),
        ofVariable('Update / weights', 'layerUpdateRatio'),
        ofVariable('Penalty / data gradient', 'layerRegularizationRatio'),
        ofVariable('Steps unchanged', 'unchangedSteps', 'short'),
        ofVariable('Trainable', 'layerTrainable', 'short'),
        { label: 'rank', title: 'Rank' },
      ],
    },
  ];
};
