import type { TensorLike } from '../statistics/engine.js';
import type { BorrowedModel } from './borrowed-model.js';
import type { Stepper } from './optimizer-copy.js';
import type { Batch } from './small-batch.js';

/** What a step of a trial saw, before its update. */
export interface TrialStep {
  /** The loss without penalty. */
  readonly loss: number;
  /** Of each output; only where it was asked for, as their values are. */
  readonly losses: readonly number[];
  /** [size, …] */
  readonly outputs: readonly ArrayLike<number>[];
}

/**
 * One step of gradient descent on a batch, on the borrowed weights, without penalty and noise; without a `stepper` the
 * loss alone. The step is taken before the values are read, so that a backend which computes asynchronously is waited
 * for once.
 */
export async function trialStep(
  model: BorrowedModel,
  batch: Batch,
  stepper: Stepper | undefined,
  wantsOutputs = false,
): Promise<TrialStep> {
  const { engine, trained } = model;
  const kept: TensorLike[] = [];
  const keep = (tensor: TensorLike) => {
    kept.push(engine.keep(tensor));
    return tensor;
  };
  const loss = () => {
    const outputs = model.forward(batch.inputs);
    if (wantsOutputs) {
      for (const part of model.lossesOf(outputs, batch.targets)) keep(model.mean(part));
      // A layer may hand on its very input.
      for (const x of outputs) keep(engine.runKernel('Identity', { x }));
    }
    return model.meanLoss(outputs, batch.targets);
  };
  try {
    model.use(() => {
      if (!stepper) return void keep(loss());
      const { value, gradients } = model.differentiate(loss, trained);
      stepper.step(trained.map((stand, index) => ({ stand, gradient: gradients[index] })));
      keep(value);
    });
    const values = await Promise.all(kept.map((tensor) => tensor.data()));
    const count = wantsOutputs ? model.outputs.length : 0;
    return {
      loss: values.at(-1)?.[0] ?? Number.NaN,
      losses: values.slice(0, count).map((value) => value[0] ?? Number.NaN),
      outputs: values.slice(count, -1),
    };
  } finally {
    for (const tensor of kept) tensor.dispose();
  }
}
