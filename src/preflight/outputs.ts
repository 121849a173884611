import { activationOf, lossName } from '../tap/loss-fit.js';
import type { ModelLike } from '../tap/model.js';

/** An output of the model, as its loss sees it. */
export interface OutputFact {
  readonly name: string;
  /** The layer that computes it. */
  readonly layer: string;
  /** Without the examples' axis. */
  readonly shape: readonly (number | null)[];
  /** Size of the last axis. */
  readonly units: number;
  /** Name of the loss function, empty where it has none. */
  readonly loss: string;
  readonly activation: string;
  /** Whether the targets are indices of classes: their last axis is 1. */
  readonly isSparse: boolean;
  /** Whether the loss takes logits. */
  readonly takesLogits: boolean;
}

const logits = /(softmax|sigmoid)CrossEntropy/i;

/** The outputs of a compiled model, in its order. */
export const outputsOf = (model: ModelLike): readonly OutputFact[] =>
  model.outputs.map(({ shape, sourceLayer }, index) => {
    const loss = lossName(model, index);
    return {
      name: model.outputNames?.[index] ?? sourceLayer.name,
      layer: sourceLayer.name,
      shape: shape.slice(1),
      units: shape.at(-1) ?? 1,
      loss,
      activation: activationOf(sourceLayer),
      isSparse: /^sparseCategoricalCrossentropy$/i.test(loss),
      takesLogits: logits.test(loss),
    };
  });

/** What the targets of an output say, by their values. */
export type TargetKind = 'class indices' | 'one class a row' | 'yes or no' | 'numbers';

/**
 * What targets are: an index of a class, a row with a single 1, values that are 0 or 1, or any numbers. Rows of zeros, as
 * padding has, do not count. `values` are rows of `units`.
 */
export function targetKindOf({ isSparse, units }: OutputFact, values: ArrayLike<number>): TargetKind {
  if (isSparse) return 'class indices';
  let ones = 0;
  let single = true;
  for (let row = 0; row < values.length; row += units) {
    let sum = 0;
    for (let index = row; index < row + units; index++) {
      const value = values[index] ?? 0;
      if (value !== 0 && value !== 1) return 'numbers';
      sum += value;
    }
    ones += sum;
    if (sum > 1) single = false;
  }
  // Zeros alone say nothing: a loss that looks at the output only is given such targets.
  if (ones === 0) return 'numbers';
  return single && units > 1 ? 'one class a row' : 'yes or no';
}
