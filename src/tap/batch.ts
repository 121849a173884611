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

/** Mean and standard deviation of an input; `nonfinite` where it holds NaN or infinite values. */
export function observeInput(
  pack: Pack,
  input: TensorLike,
  draft: Draft,
  name: string,
  nonfinite: () => void,
): void {
  if (!isNumeric(input)) return;
  measureSpread(pack, input, ({ mean, std }) => {
    draft.set('inputMean', mean, name);
    draft.set('inputStd', std, name);
    // By the sum: squares of a mask's −1e30 overflow, and are no fault.
    if (!Number.isFinite(mean)) nonfinite();
  });
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
  private readonly before = new Map<string, TensorLike>();

  constructor(
    private readonly engine: Engine,
    private readonly reductions: () => Reductions,
  ) {}

  observe(pack: Pack, input: TensorLike, draft: Draft, name: string): void {
    const old = this.before.get(name);
    if (!old) return;
    // Batches of different sizes are not the same batch.
    if (isNumeric(input) && input.shape.join() === old.shape.join())
      pack.number(
        (reduce) => reduce.sumSquaredDifference(input, old),
        (squares) => draft.set('inputChange', Math.sqrt(squares / input.size), name),
      );
    this.drop(name);
  }

  /** Whether a batch is kept until the next one. */
  get awaitsNeighbour(): boolean {
    return this.before.size > 0;
  }

  /** Keeps the batch, without copying it, until the next one. */
  keep(input: TensorLike, name: string): void {
    this.drop(name);
    this.before.set(
      name,
      offTape(this.engine, () => this.engine.keep(this.reductions().alias(input))),
    );
  }

  dispose(): void {
    for (const name of [...this.before.keys()]) this.drop(name);
  }

  private drop(name: string): void {
    this.before.get(name)?.dispose();
    this.before.delete(name);
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
  observeLabels(pack: Pack, [target]: readonly TensorLike[]): void {
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
