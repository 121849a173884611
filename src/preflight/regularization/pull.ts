import type { TensorLike } from '../../statistics/engine.js';
import type { BorrowedModel, Stand } from '../borrowed-model.js';
import type { Batch } from '../small-batch.js';
import { norm } from '../vectors.js';

/** A variable that has a part in the penalty, and how hard penalty and data pull at it: norms of gradients. */
export interface Pulled {
  readonly stand: Stand;
  readonly penalty: number;
  readonly data: number;
}

/** Data loss and penalty at the caller's weights. */
export interface Forces {
  readonly dataLoss: number;
  readonly penalty: number;
  /** The trained variables that the penalty depends on. */
  readonly pulled: readonly Pulled[];
}

/** Computes both losses and their gradients; undefined where the model has no penalty. */
export async function forcesOf(model: BorrowedModel, batch: Batch): Promise<Forces | undefined> {
  const { engine, trained } = model;
  const kept = <T extends TensorLike | undefined>(tensor: T) => tensor && engine.keep(tensor);
  const both = model.use(() => {
    if (!model.penalty()) return undefined;
    const forward = () => model.meanLoss(model.forward(batch.inputs), batch.targets);
    const data = model.differentiate(forward, trained);
    const penalty = model.differentiate(() => model.penalty() ?? data.value, trained);
    return [data, penalty].map(({ value, gradients }) => [
      kept(engine.runKernel('Identity', { x: value })),
      ...gradients.map(kept),
    ]);
  });
  if (!both) return undefined;
  const read = await Promise.all(both.map((tensors) => Promise.all(tensors.map((each) => each?.data()))));
  for (const tensor of both.flat()) tensor?.dispose();
  const [[dataLoss, ...data] = [], [penalty, ...pull] = []] = read;
  return {
    dataLoss: dataLoss?.[0] ?? Number.NaN,
    penalty: penalty?.[0] ?? Number.NaN,
    pulled: trained.flatMap((stand, index) => {
      const own = pull[index];
      return own ? [{ stand, penalty: norm(own), data: norm(data[index] ?? []) }] : [];
    }),
  };
}

/** How hard the penalty pulls at all of its variables together, compared with the data. */
export function ratioOf(pulled: readonly Pulled[]): number {
  const data = norm(pulled.map((each) => each.data));
  return norm(pulled.map((each) => each.penalty)) / data;
}
