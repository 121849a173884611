import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Symptom } from '../../symptoms/symptom.js';
import { board } from './board.js';
import { heatMaps } from './heat-maps.js';
import { layerTables } from './layer-tables.js';
import { limitOf } from './limit-of.js';
import type { PanelSpec } from './panel.js';
import { query } from './query.js';
import { symptomPanels } from './symptom-panel.js';

const third = { kind: 'timeseries', unit: 'none', width: 8, height: 8, opens: ['layer'] } as const;

/** The inside of a network: which layer has a symptom, and how its gradients, weights and activations move. */
export const layersDashboard = (catalogue: readonly Symptom[]): Dashboard =>
  board({
    name: 'layers',
    description: 'The layers of a training run: their symptoms, gradients, weights and activations.',
    choices: ['layer'],
    catalogue,
    rows: [
      { title: 'Layers over time', panels: heatMaps(catalogue) },
      { title: 'Layers now', panels: layerTables(catalogue) },
      { title: 'Symptoms of layers', panels: symptomPanels(catalogue, 'layers') },
      { title: 'Gradients', panels: gradients },
      { title: 'Weights', panels: weights },
      { title: 'Activations', panels: activations(catalogue) },
    ],
  });

const gradients: readonly PanelSpec[] = [
  {
    ...third,
    title: 'Gradient norm by layer',
    description:
      'Data gradient of each variable, penalty subtracted. Healthy: the layers stay close together.',
    logarithmic: true,
    queries: [query('layerGradientNorm')],
  },
  {
    ...third,
    title: 'Gradient magnitude',
    description:
      'Mean and largest absolute gradient. A mean that falls to nothing from layer to layer vanishes.',
    logarithmic: true,
    queries: [query('layerGradientMeanAbs', {}, 'mean'), query('layerGradientMaxAbs', {}, 'max')],
  },
  {
    ...third,
    title: 'Regularization against data',
    description:
      'Norm of the penalty gradient over the data gradient. Above 2 the penalty rules the training.',
    unit: 'percentunit',
    queries: [query('layerRegularizationRatio')],
  },
];

const weights: readonly PanelSpec[] = [
  {
    ...third,
    title: 'Update ratio',
    description:
      'Update over weights of a step. Healthy: about 0.001; far above is too fast, far below too slow.',
    logarithmic: true,
    queries: [query('layerUpdateRatio')],
  },
  {
    ...third,
    title: 'Weight norm',
    description: 'Norm of the weights. Healthy: moves slowly; a flat line is a variable that does not train.',
    queries: [query('layerWeightNorm')],
  },
  {
    ...third,
    title: 'Weight spread',
    description: 'Standard deviation of the weights. Zero is a constant initialization.',
    queries: [query('layerWeightStd')],
  },
  {
    ...third,
    title: 'Trainable',
    description: 'One where the optimizer updates the variable, zero where it is frozen.',
    unit: 'short',
    queries: [query('layerTrainable')],
  },
];

const activations = (catalogue: readonly Symptom[]): readonly PanelSpec[] => [
  {
    ...third,
    title: 'Activation spread',
    description:
      'Standard deviation of the outputs. It should neither shrink to nothing nor grow from layer to layer.',
    logarithmic: true,
    queries: [query('layerActivationStd')],
  },
  {
    ...third,
    title: 'Activation mean',
    description: 'Mean of the outputs. A drift in one direction is worth a look at the inputs and the bias.',
    queries: [query('layerActivationMean')],
  },
  {
    ...third,
    title: 'Zeros',
    description: 'Share of exact zeros in the outputs. About half is healthy for a ReLU layer.',
    unit: 'percentunit',
    queries: [query('layerActivationZeroRatio')],
  },
  {
    ...third,
    title: 'Dead and saturated units',
    description:
      'Share of units that never fired, or that stick at their rails, over a window. Healthy: near zero.',
    unit: 'percentunit',
    queries: [
      { ...query('layerDeadUnits', {}, 'dead'), ...limitOf('layerDeadUnits', catalogue) },
      { ...query('layerSaturatedUnits', {}, 'saturated'), ...limitOf('layerSaturatedUnits', catalogue) },
    ],
  },
];
