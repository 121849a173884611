import type { BorrowedModel, Stand } from './borrowed-model.js';
import { readAll } from './read-all.js';
import type { Batch } from './small-batch.js';
import { norm } from './vectors.js';

/** The gradient of the data loss with respect to one variable. */
export interface VariableSlope {
  readonly stand: Stand;
  /** `layer/variable`, as the series name it. */
  readonly name: string;
  /** L2 norm; undefined where the variable has no path to the loss. */
  readonly norm: number | undefined;
}

/** Gradients of the data loss on a batch, with respect to what `fit` trains, at our weights as they are now. */
export async function slopesOf(model: BorrowedModel, batch: Batch): Promise<readonly VariableSlope[]> {
  const { engine, trained } = model;
  if (trained.length === 0) return [];
  const kept = model.use(() =>
    model
      .differentiate(() => model.meanLoss(model.forward(batch.inputs), batch.targets), trained)
      .gradients.map((gradient) => gradient && engine.keep(gradient)),
  );
  const values = await readAll(kept);
  return trained.map((stand, index) => {
    const gradient = values[index];
    return { stand, name: nameOf(stand), norm: gradient && norm(gradient) };
  });
}

/** `layer/variable`; of a weight that no layer of the model has, its own name. */
export const nameOf = ({ watched, weight }: Stand): string =>
  watched ? `${watched.layer}/${watched.variable}` : weight.originalName;
