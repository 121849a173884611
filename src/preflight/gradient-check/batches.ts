import type { TensorLike } from '../../statistics/engine.js';
import type { BorrowedModel } from '../borrowed-model.js';
import { gathered } from '../engine.js';
import type { Batch } from '../small-batch.js';

/** Examples that are enough: the fewer, the fewer units cross a kink with a step (CS231n, "Gradient checks"). */
const FEW = 4;

/**
 * A few of the small batch, from everywhere in it, others for each `turn`; all of them where the model takes no other
 * number.
 */
export function fewOf({ engine, inner }: BorrowedModel, small: Batch, turn: number): Batch {
  const isFixed = inner.inputs.some(({ shape }) => typeof shape[0] === 'number');
  if (isFixed || small.size <= FEW) return { ...small, dispose: () => {} };
  const rows = Array.from(
    { length: FEW },
    (_, index) => (Math.floor((index * small.size) / FEW) + turn) % small.size,
  );
  const chosen = (tensors: readonly TensorLike[]) =>
    tensors.map((tensor) => engine.keep(engine.tidy(() => gathered(engine, tensor, rows))));
  const [inputs, targets] = [chosen(small.inputs), chosen(small.targets)];
  const dispose = () => {
    for (const tensor of [...inputs, ...targets]) tensor.dispose();
  };
  return { size: FEW, inputs, targets, dispose };
}
