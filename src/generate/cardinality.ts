import { checks } from '../preflight/catalogue.js';
import { type Series, type SeriesLabel, seriesKeys, seriesOf } from '../series.js';
import { catalogue } from '../symptoms/catalogue.js';

/** What a model and its data have of what series are counted by. */
export interface Size {
  readonly layers: number;
  /** Weights of layers, such as kernel and bias. */
  readonly variables: number;
  readonly inputs: number;
  readonly classes: number;
  /** Compiled metrics, each on training and on validation data. */
  readonly metrics: number;
}

/** Series of a run that are there once for each of something, from the contract. */
export const per = {
  variable: having('layer', 'variable'),
  layer: having('layer') + having('layer', 'reason'),
  input: having('input'),
  class: having('class'),
  metric: 2 * having('metric', 'split'),
  /** Verdicts, and episodes counted: of a symptom of variables a verdict a layer, an episode a variable. */
  layerVerdicts: ofScope('layer') * 2 + ofScope('variable'),
  variableVerdicts: ofScope('variable'),
} as const;

/** Buckets of the histogram of step durations, with +Inf, and its sum and count. */
const HISTOGRAM = 19;
/** Checks of a preflight. */
const CHECKS = checks.length;
/** Values of the labels that are the same in every run: states, splits, where a value is not finite, stages. */
const VALUES: Partial<Record<SeriesLabel, number>> = {
  state: 3,
  split: 2,
  where: 6,
  stage: 6,
  check: CHECKS,
};

/** Series of a run whatever its model, among them a verdict and an episode for each symptom of the run, and for each check. */
export const fixed =
  2 * ofScope('run') +
  CHECKS +
  counted()
    .filter(({ labels }) => !labels.some((label) => ['layer', 'input', 'class', 'metric'].includes(label)))
    .reduce((sum, { kind, labels }) => sum + (kind === 'histogram' ? HISTOGRAM : valuesOf(labels)), 0);

/** Series that a rank of a run exports at most, beside those of its process. */
export const seriesAtMost = ({ layers, variables, inputs, classes, metrics }: Size): number =>
  fixed +
  (per.variable + per.variableVerdicts) * variables +
  (per.layer + per.layerVerdicts) * layers +
  per.input * inputs +
  per.class * Math.min(classes, 100) +
  per.metric * metrics;

function counted(): readonly Series[] {
  return seriesKeys.map(seriesOf).filter(({ group }) => group !== 'symptom');
}

function having(...labels: readonly SeriesLabel[]): number {
  return counted().filter((each) => each.labels.join() === labels.join()).length;
}

function ofScope(scope: 'run' | 'layer' | 'variable'): number {
  return catalogue.filter((symptom) => symptom.scope === scope).length;
}

function valuesOf(labels: readonly SeriesLabel[]): number {
  return labels.reduce((product, label) => product * (VALUES[label] ?? 1), 1);
}
