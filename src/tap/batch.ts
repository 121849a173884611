import type { TensorLike } from '../statistics/engine.js';
import type { Pack } from '../statistics/pack.js';
import { measureSpread } from '../statistics/variables.js';
import type { Draft } from './plan.js';

/** A training batch as the train function gets it. */
export interface Batch {
  readonly inputs: readonly TensorLike[];
  readonly targets: readonly TensorLike[];
  /** Number of examples. */
  readonly size: number;
}

/** Mean and standard deviation of each input. */
export function observeInputs(
  pack: Pack,
  batch: Batch,
  draft: Draft,
  names: readonly string[],
  nonfinite: (values: number) => void,
): void {
  for (const [index, input] of batch.inputs.entries()) {
    const name = names[index];
    if (name === undefined || input.size === 0 || input.dtype === 'string') continue;
    measureSpread(pack, input, ({ mean, std, sumSquares }) => {
      draft.set('inputMean', mean, name);
      draft.set('inputStd', std, name);
      if (!Number.isFinite(sumSquares)) nonfinite(1);
    });
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
  observePrediction(pack: Pack, scores: TensorLike): void {
    this.count(pack, scores, this.predictions);
  }

  private count(pack: Pack, rows: TensorLike, into: Float64Array): void {
    const classes = this.names.length;
    if (classes === 0 || rows.size === 0) return;
    const perRow = rows.shape.length > 1 ? (rows.shape.at(-1) ?? 1) : 1;
    if (perRow !== 1 && perRow !== classes) return;
    pack.add(
      (reduce) => {
        if (perRow === classes) return reduce.countClasses(reduce.argMax(rows), classes);
        // A score or label of one unit: class 1 from one half on; label indices stay what they are.
        return reduce.countClasses(classes === 2 ? reduce.isAboveHalf(rows) : rows, classes);
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
