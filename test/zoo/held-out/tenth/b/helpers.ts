import type * as tfjs from '@tensorflow/tfjs';
import { type Data, digits, type Plain } from '../../../data.js';
import type { Subject, Tf } from '../../../run.js';

/** `model.trainOnBatch` on batches that are made (and thrown away) at each step. */
export function onStream(
  tf: Tf,
  model: tfjs.LayersModel,
  {
    steps,
    batch,
    before = () => {},
    after = () => {},
  }: {
    readonly steps: number;
    readonly batch: (step: number) => Data;
    readonly before?: (step: number) => void;
    readonly after?: (step: number) => void;
  },
): Subject {
  return {
    target: model,
    train: async () => {
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = batch(step);
        const losses = await model.trainOnBatch(xs, ys);
        tf.dispose([xs, ys]);
        for (const loss of [losses].flat()) if (typeof loss !== 'number') tf.dispose(loss);
        after(step);
        await rest(step);
      }
    },
  };
}

/** Back to the event loop at every tenth step. */
export async function rest(step: number): Promise<void> {
  if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
}

/** Digits as rows of 784 numbers, or of 196 where `small`. */
export async function flatDigits(
  tf: Tf,
  examples: number,
  { small = false } = {},
): Promise<{ train: Plain; test: Plain }> {
  const { train, test } = await digits(tf, examples);
  const flat = ({ xs, ys }: Plain): Plain => ({
    xs: (small ? tf.avgPool(xs as tfjs.Tensor4D, 2, 2, 'valid') : xs).reshape([xs.shape[0] ?? 0, -1]),
    ys,
  });
  return { train: flat(train), test: flat(test) };
}

/** The variables behind a model's trainable weights. */
export const trainables = (...models: readonly tfjs.LayersModel[]): tfjs.Variable[] =>
  models.flatMap((model) => model.trainableWeights.map((weight) => weight.read() as tfjs.Variable));

export const forward = (model: tfjs.LayersModel, x: tfjs.Tensor, training = true): tfjs.Tensor =>
  model.apply(x, { training }) as tfjs.Tensor;

/** The value of a softmax head without its activation. */
export const crossEntropy = (tf: Tf, labels: tfjs.Tensor, logits: tfjs.Tensor): tfjs.Scalar =>
  tf.losses.softmaxCrossEntropy(labels, logits).asScalar();
