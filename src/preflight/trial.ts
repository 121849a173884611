import type { TensorLike } from '../statistics/engine.js';
import type { BorrowedModel } from './borrowed-model.js';
import type { Stepper } from './optimizer-copy.js';
import type { Batch } from './small-batch.js';

/** What a step of a trial saw: the loss before the update, and the outputs it was computed from. */
export interface TrialStep {
  readonly loss: number;
  /** Values of each output, [size, …]; only where they were asked for. */
  readonly outputs: readonly ArrayLike<number>[];
}

/**
 * One step of gradient descent on a batch, on the borrowed weights, without penalty and noise. The step is taken before
 * the values are read, so that a backend which computes asynchronously is waited for once.
 */
export async function trialStep(
  model: BorrowedModel,
  batch: Batch,
  stepper: Stepper | undefined,
  wantsOutputs = false,
): Promise<TrialStep> {
  const { engine, trained } = model;
  const kept: TensorLike[] = [];
  const loss = () => {
    const outputs = model.forward(batch.inputs);
    if (wantsOutputs) kept.push(...outputs.map((output) => engine.keep(output)));
    return model.meanLoss(outputs, batch.targets);
  };
  try {
    const value = model.use(() => {
      if (!stepper) return engine.keep(loss());
      const { value, gradients } = model.differentiate(loss, trained);
      stepper.step(trained.map((stand, index) => ({ stand, gradient: gradients[index] })));
      return engine.keep(value);
    });
    kept.push(value);
    const number = (await value.data())[0];
    const outputs = await Promise.all(kept.slice(0, -1).map((tensor) => tensor.data()));
    return { loss: number ?? Number.NaN, outputs };
  } finally {
    for (const tensor of kept) tensor.dispose();
  }
}
