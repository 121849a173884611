import { type Engine, offTape, type TensorLike } from '../statistics/engine.js';
import type { Pack } from '../statistics/pack.js';
import type { Reductions } from '../statistics/reductions.js';
import { measureSpread } from '../statistics/variables.js';
import type { Draft } from './plan.js';

/** A training batch as the train function gets it. */
export interface Batch {
  readonly inputs: readonly TensorLike[];
  readonly targets: readonly TensorLike[];
  /** Whether examples or classes count differently, so that the loss is no plain mean. */
  readonly isWeighted: boolean;
  /** Number of examples. */
  readonly size: number;
}

/** Mean and standard deviation of each input; NaN and infinite values of inputs and labels are counted. */
export function observeInputs(
  pack: Pack,
  batch: Batch,
  draft: Draft,
  names: readonly string[],
  nonfinite: (where: 'input' | 'label') => void,
): void {
  for (const [index, input] of batch.inputs.entries()) {
    const name = names[index];
    if (name === undefined || !isNumeric(input)) continue;
    measureSpread(pack, input, ({ mean, std }) => {
      draft.set('inputMean', mean, name);
      draft.set('inputStd', std, name);
      // By the sum: squares of a mask's −1e30 overflow, and are no fault.
      if (!Number.isFinite(mean)) nonfinite('input');
    });
  }
  countNonfinite(pack, batch.targets, () => nonfinite('label'));
}

/** Looks for NaN and infinite values alone: by the sum, which they turn into one. */
export function countNonfinite(pack: Pack, tensors: readonly TensorLike[], nonfinite: () => void): void {
  for (const tensor of tensors) {
    if (!isNumeric(tensor) || tensor.dtype !== 'float32') continue;
    pack.number(
      (reduce) => reduce.sum(tensor),
      (sum) => {
        if (!Number.isFinite(sum)) nonfinite();
      },
    );
  }
}

const isNumeric = (tensor: TensorLike) => tensor.size > 0 && tensor.dtype !== 'string';

/**
 * Compares an observed batch with the one right after it. Two neighbours, whatever the sampling interval: every n-th
 * batch of a data set that is not shuffled may well be the same.
 */
export class InputRepeats {
  private before: TensorLike[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly reductions: Reductions,
  ) {}

  observe(pack: Pack, { inputs }: Batch, draft: Draft, names: readonly string[]): void {
    for (const [index, old] of this.before.entries()) {
      const [input, name] = [inputs[index], names[index]];
      // Batches of different sizes are not the same batch.
      if (!input || name === undefined || !isNumeric(input) || input.shape.join() !== old.shape.join())
        continue;
      pack.number(
        (reduce) => reduce.sumSquaredDifference(input, old),
        (squares) => draft.set('inputChange', Math.sqrt(squares / input.size), name),
      );
    }
    this.dispose();
  }

  /** Keeps the batch, without copying it, until the next one. */
  keep({ inputs }: Batch): void {
    this.dispose();
    this.before = inputs.map((input) =>
      offTape(this.engine, () => this.engine.keep(this.reductions.alias(input))),
    );
  }

  dispose(): void {
    for (const old of this.before) old.dispose();
    this.before = [];
  }
}

/** How often each class stood in the labels and in the predictions of observed batches. */
export class ClassCounts {
  private readonly labels: Float64Array;
  private readonly predictions: Float64Array;

  constructor(readonly names: readonly string[]) {
    this.labels = new Float64Array(names.length);
    this.predictions = new Float64Array(names.length);
  }

  /** Labels: one-hot [batch, classes], indices [batch] or [batch, 1], or 0/1 for two classes. */
  observeLabels(pack: Pack, { targets }: Batch): void {
    const [target] = targets;
    if (target) this.count(pack, target, this.labels);
  }

  /** Predictions: scores [batch, classes], or [batch, 1] for two classes. */
  observePrediction(pack: Pack, scores: TensorLike, areLogits = false): void {
    this.count(pack, scores, this.predictions, areLogits);
  }

  private count(pack: Pack, rows: TensorLike, into: Float64Array, areLogits = false): void {
    const classes = this.names.length;
    if (classes === 0 || rows.size === 0) return;
    const perRow = rows.shape.length > 1 ? (rows.shape.at(-1) ?? 1) : 1;
    if (perRow !== 1 && perRow !== classes) return;
    pack.add(
      (reduce) => {
        if (perRow === classes) return reduce.countClasses(reduce.argMax(rows), classes);
        // A score or label of one unit: class 1 from one half on; label indices stay what they are.
        if (classes !== 2) return reduce.countClasses(rows, classes);
        // A logit is above 0 where its probability is above one half.
        const isOne = areLogits ? reduce.isPositive(reduce.flat(rows)) : reduce.isAboveHalf(rows);
        return reduce.countClasses(isOne, classes);
      },
      (counts) => {
        for (const [index, count] of counts.entries()) into[index] = (into[index] ?? 0) + count;
      },
    );
  }

  report(draft: Draft): void {
    for (const [index, name] of this.names.entries()) {
      draft.set('classExamples', this.labels[index] ?? 0, name);
      draft.set('classPredicted', this.predictions[index] ?? 0, name);
    }
  }
}
