import { ABSENT, type Frame, type FrameKind, type Layout, REPORTED_LOSS, type Slot } from '../frame.js';
import type { SeriesKey } from '../series.js';
import { VitalSigns } from './vital-signs.js';

const scalars: readonly SeriesKey[] = [
  'steps',
  'examples',
  'epochs',
  'stepDuration',
  'stepOwnTime',
  'dataLoss',
  'gradientNorm',
  'objectiveMoves',
  'weightSets',
  'learningRate',
  'tensors',
  'agentInterval',
];
const perVariable: readonly SeriesKey[] = [
  'layerGradientNorm',
  'layerWeightNorm',
  'layerUpdateRatio',
  'layerWeightStd',
  'layerUnitSpread',
  'layerRegularizationRatio',
  'layerGradientReceived',
  'layerTrainable',
];

/** A layout whose layers have a kernel of 10 × 10 each, with accuracy as a metric, an input x, classes a and b. */
export function layoutOf(id: number, layers: readonly string[] = []): Layout {
  const variables = layers.map(
    (layer) =>
      ({
        layer,
        variable: 'kernel',
        size: 100,
        units: 10,
        fanOut: 10,
        isHead: false,
        isNormalized: false,
        isBounded: false,
        role: 'matrix',
      }) as const,
  );
  const slots: Slot[] = scalars.map((key) => ({ key, labels: {} }));
  for (const split of ['train', 'validation']) {
    slots.push({ key: 'loss', labels: { split } }, { key: 'metric', labels: { metric: 'acc', split } });
  }
  slots.push({ key: 'metric', labels: { metric: REPORTED_LOSS, split: 'train' } });
  for (const key of ['inputMean', 'inputStd', 'inputChange'] as const)
    slots.push({ key, labels: { input: 'x' } });
  for (const key of ['classExamples', 'classPredicted'] as const)
    for (const name of ['a', 'b']) slots.push({ key, labels: { class: name } });
  for (const { layer, variable } of variables) {
    for (const key of perVariable) slots.push({ key, labels: { layer, variable } });
    slots.push({ key: 'layerDeadUnits', labels: { layer } });
  }
  return { id, objective: 0, slots, variables, inputs: [{ input: 'x', isScaleSeen: true }] };
}

/** Values of a frame by series and label values, as in `{ 'layerGradientNorm dense kernel': 1 }`. */
export type Values = Readonly<Record<string, number>>;

/** Feeds frames to the vitals of a run, as the ring does; what a frame does not name is not measured. */
export class Feed {
  readonly signs = new VitalSigns();
  step = 0;
  time = 1_700_000_000;

  constructor(public layout: Layout = layoutOf(1)) {}

  /** One step later, a second later. */
  train(values: Values, sampled = true): void {
    this.step++;
    this.time++;
    this.send('step', values, sampled);
  }

  /** A frame of the present step. */
  send(kind: FrameKind, values: Values, sampled = false, layout = this.layout): void {
    const names = layout.slots.map(({ key, labels }) => [key, ...Object.values(labels)].join(' '));
    for (const name of Object.keys(values)) {
      if (!names.includes(name)) throw new Error(`feeding a frame: the layout has no slot "${name}"`);
    }
    const frame: Frame = {
      kind,
      layout: layout.id,
      step: this.step,
      time: this.time,
      sampled,
      values: Float64Array.from(names, (name) => values[name] ?? ABSENT),
    };
    this.signs.observe(frame, layout);
  }
}
