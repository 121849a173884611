import type { TensorLike } from '../statistics/engine.js';
import type { Pack } from '../statistics/pack.js';
import type { Reductions } from '../statistics/reductions.js';
import type { LayerLike, ModelLike } from './model.js';
import type { Draft } from './plan.js';
import type { Misfit } from './taped-loss.js';

/** Batches after which the verdict stands: a loss that fits once fits. */
const BATCHES = 16;

/** Tapes of one program are alike: so many of the first steps tell. */
const LOOKS = 3;

/** Counts rows or values that do not fit: [1], and out of how many. */
interface Check {
  readonly reason: string;
  readonly count: (reduce: Reductions, x: TensorLike) => TensorLike;
  readonly of: (x: TensorLike) => number;
}

/** What is asked of one output of the model and of its targets. */
export interface OutputFit {
  readonly layer: string;
  readonly instance: LayerLike;
  /** A reason that needs no data. */
  readonly always: string | undefined;
  readonly takesLogits: boolean;
  readonly output: readonly Check[];
  readonly target: readonly Check[];
}

const values = (x: TensorLike) => x.size;
const rows = (x: TensorLike) => x.size / (x.shape.at(-1) || 1);
const sumsOff = (reason: string): Check => ({
  reason,
  // Within a hundredth: float16 labels and smoothed ones are distributions too.
  count: (reduce, x) => reduce.countBeyond(reduce.rowSums(x), 1, 0.01),
  of: rows,
});
const outside = (reason: string, low: number, high: number): Check => ({
  reason,
  count: (reduce, x) =>
    reduce.add([
      ...(Number.isFinite(low) ? [reduce.countBelow(reduce.flat(x), low - 0.01)] : []),
      ...(Number.isFinite(high) ? [reduce.countAbove(reduce.flat(x), high + 0.01)] : []),
    ]),
  of: values,
});

/** Labels of a hinge (tfjs-layers 4.22, losses.ts: max(0, 1 − y·ŷ)): a label of 0 has no gradient. */
const noSign: Check = {
  reason: 'labels are not -1 and 1',
  count: (reduce, x) =>
    reduce.difference(reduce.countAbove(reduce.flat(x), -0.99), reduce.countAbove(reduce.flat(x), 0.99)),
  of: values,
};

/** What each output's activation can reach. */
const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = {
  sigmoid: [0, 1],
  hardSigmoid: [0, 1],
  softmax: [0, 1],
  tanh: [-1, 1],
  softsign: [-1, 1],
  relu: [0, Number.POSITIVE_INFINITY],
  relu6: [0, 6],
  softplus: [0, Number.POSITIVE_INFINITY],
};
const logits = /^(softmax|sigmoid)CrossEntropy$/;
const distances = /^(meanSquaredError|mse|meanAbsoluteError|mae|huberLoss|huber|logcosh|logCosh)$/i;

/** The checks of every output; `nameOf` is the name its layer is watched by. */
export function fitsOf(model: ModelLike, nameOf: (layer: LayerLike) => string): readonly OutputFit[] {
  return model.outputs.map(({ sourceLayer: instance, shape }, index) => {
    const loss = lossName(model, index);
    const activation = activationOf(instance);
    const units = shape.at(-1) ?? 0;
    const always = activation === 'softmax' && units === 1 ? 'softmax of one unit is always 1' : undefined;
    const takesLogits = logits.test(loss);
    return {
      layer: nameOf(instance),
      instance,
      always,
      takesLogits,
      ...checksOf(loss, activation, units, shape.length),
    };
  });
}

function checksOf(loss: string, activation: string, units: number, rank: number) {
  // A sequence may be padded with rows of zeros.
  const labels = rank === 2 ? [sumsOff('rows of the labels do not sum to 1')] : [];
  if (/^categoricalCrossentropy$/i.test(loss))
    return { output: [sumsOff('rows of the output do not sum to 1: no softmax')], target: labels };
  if (/^sparseCategoricalCrossentropy$/i.test(loss))
    return {
      output: [sumsOff('rows of the output do not sum to 1: no softmax')],
      target: [outside('labels are no index of a class', 0, units - 1)],
    };
  if (/^binaryCrossentropy$/i.test(loss))
    return {
      output: [outside('outputs lie outside 0..1: no sigmoid', 0, 1)],
      target: [outside('labels lie outside 0..1', 0, 1)],
    };
  if (logits.test(loss) && /softmax|sigmoid/.test(activation))
    return {
      output: [{ ...everyValue, reason: `a ${activation} before a loss that takes logits` }],
      target: [],
    };
  const isHinge = wantsSigns(loss);
  const range = isHinge || distances.test(loss) ? ranges[activation] : undefined;
  return {
    output: [],
    target: [
      ...(isHinge ? [noSign] : []),
      ...(range ? [outside('targets lie outside what the output can reach', ...range)] : []),
    ],
  };
}

const everyValue: Omit<Check, 'reason'> = {
  count: (reduce, x) => reduce.countAbove(reduce.flat(x), -1e30),
  of: values,
};

/** Whether a loss of this name takes labels of −1 and 1. */
export const wantsSigns = (loss: string): boolean => /^(squaredHinge|hinge)$/.test(loss);

/** Whether a loss of this name is a distance between numbers. */
export const measuresDistance = (loss: string): boolean => distances.test(loss);

/** The loss of an output as it was compiled: a name or a function, or one of a list or object of them. */
export function lossOf({ loss, outputNames }: ModelLike, index: number): unknown {
  if (Array.isArray(loss)) return loss[index];
  return typeof loss === 'object' && loss !== null ? Reflect.get(loss, outputNames?.[index] ?? '') : loss;
}

/** Its name, empty where it has none. */
export function lossName(model: ModelLike, index: number): string {
  const own = lossOf(model, index);
  // tfjs-core 4.22 names its operations `softmaxCrossEntropy__op`.
  return typeof own === 'function' ? own.name.replace(/_(_op)?$/, '') : typeof own === 'string' ? own : '';
}

/** The name of its activation, empty where it has none. */
export function activationOf(layer: LayerLike): string {
  if (layer.getClassName() === 'Softmax') return 'softmax';
  return layer.activation?.constructor.className ?? '';
}

/** Sees whether the loss fits, in the first observed batches of a run. */
export class LossFit {
  private readonly counts = new Map<
    string,
    { readonly layer: string; readonly reason: string; bad: number; all: number }
  >();
  private left = BATCHES;
  /** What the tape of a forward pass told, and how often it is looked at still. */
  private readonly taped: Misfit[] = [];
  private looks = LOOKS;

  constructor(private readonly fits: readonly OutputFit[]) {}

  /** Whether the loss is computed from logits, as `tf.losses.sigmoidCrossEntropy`. */
  get takesLogits(): boolean {
    return this.fits.some(({ takesLogits }) => takesLogits);
  }

  /** What may be found, for the frames. */
  get mismatches(): readonly { layer: string; reason: string }[] {
    const asked = this.fits.flatMap(({ layer, always: reason, output, target }) =>
      [...(reason ? [{ reason }] : []), ...output, ...target].map((check) => ({
        layer,
        reason: check.reason,
      })),
    );
    return [...asked, ...this.taped];
  }

  /** Looks at the tapes of the first steps; true where one told what was not known. */
  learn(read: () => readonly Misfit[]): boolean {
    if (this.looks-- <= 0) return false;
    // Where a model's own loss asks for the same, it does so of the layer that is its output.
    const known = this.mismatches;
    const found = read().filter(
      ({ layer, reason }) => !known.some((other) => other.layer === layer || other.reason === reason),
    );
    this.taped.push(...found);
    return found.length > 0;
  }

  /** The targets of a batch, in the order of the outputs. */
  observeTargets(pack: Pack, targets: readonly TensorLike[]): void {
    if (this.left <= 0) return;
    this.left--;
    for (const [index, fit] of this.fits.entries()) {
      const target = targets[index];
      if (target) this.count(pack, fit, fit.target, target);
    }
  }

  /** The output of a layer. */
  observeOutput(pack: Pack, layer: LayerLike, output: TensorLike): void {
    if (this.left <= 0) return;
    for (const fit of this.fits) if (fit.instance === layer) this.count(pack, fit, fit.output, output);
  }

  report(draft: Draft): void {
    for (const { layer, always: reason } of this.fits)
      if (reason) draft.set('layerLossMismatch', 1, layer, reason);
    for (const { layer, reason } of this.taped) draft.set('layerLossMismatch', 1, layer, reason);
    for (const { layer, reason, bad, all } of this.counts.values())
      draft.set('layerLossMismatch', bad / all, layer, reason);
  }

  private count(pack: Pack, { layer }: OutputFit, checks: readonly Check[], x: TensorLike): void {
    if (x.size === 0 || x.dtype === 'string') return;
    for (const { reason, count, of } of checks) {
      const all = of(x);
      pack.number(
        (reduce) => count(reduce, x),
        (bad) => {
          const key = `${layer}\u0000${reason}`;
          const sum = this.counts.get(key) ?? { layer, reason, bad: 0, all: 0 };
          // NaN: what is not finite is counted elsewhere.
          if (Number.isFinite(bad)) this.counts.set(key, { ...sum, bad: sum.bad + bad, all: sum.all + all });
        },
      );
    }
  }
}
