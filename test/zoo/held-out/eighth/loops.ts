import type * as tfjs from '@tensorflow/tfjs';
import type { Subject, Tf } from '../../run.js';

type Scalars = Readonly<Record<string, tfjs.Scalar>>;

/** A hand-written loop of which more is told than one model or its variables. */
export const training = (
  tf: Tf,
  watched: Omit<Subject, 'train'>,
  {
    steps,
    step,
    evaluate,
    each = 25,
  }: {
    readonly steps: number;
    readonly step: (index: number) => Scalars;
    readonly evaluate?: () => Scalars;
    /** Steps from one evaluation to the next. */
    readonly each?: number;
  },
): Subject => ({
  ...watched,
  train: async (vitals) => {
    for (let index = 0; index < steps; index++) {
      const told = step(index);
      vitals?.step({ ...told });
      tf.dispose(told);
      if (evaluate && index % each === each - 1) {
        const results = tf.tidy(evaluate);
        vitals?.evaluation({ ...results });
        tf.dispose(results);
      }
      if (index % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
    }
  },
});

/** A step by `variableGrads` and `applyGradients`, with nothing between them. */
export function plainStep(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  variables: tfjs.Variable[],
  loss: () => tfjs.Scalar,
): { readonly loss: tfjs.Scalar } {
  const { value, grads } = tf.variableGrads(loss, variables);
  optimizer.applyGradients(grads);
  tf.dispose(grads);
  return { loss: value };
}

/** One after the other, as a program with several phases calls `fit`. */
export const phases = (target: tfjs.LayersModel, ...parts: readonly (() => Promise<unknown>)[]): Subject => ({
  target,
  train: async () => {
    for (const part of parts) await part();
  },
});

/** Gives the weights of one model to another of the same form. */
export const copyWeights = (from: tfjs.LayersModel, to: tfjs.LayersModel): void =>
  to.setWeights(from.getWeights());

/** The share of rows whose largest value is at the same place in both. */
export const agreement = (truth: tfjs.Tensor, guess: tfjs.Tensor): tfjs.Scalar =>
  truth.argMax(-1).equal(guess.argMax(-1)).mean() as tfjs.Scalar;

/** The mean cross-entropy of logits, through a log-softmax. */
export const crossEntropy = (tf: Tf, truth: tfjs.Tensor, logits: tfjs.Tensor): tfjs.Scalar =>
  tf.logSoftmax(logits).mul(truth).sum(-1).mean().neg() as tfjs.Scalar;
