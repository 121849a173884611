import type * as tfjs from '@tensorflow/tfjs';
import { digits, type Plain } from '../../../data.js';
import type { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Initializers with a seed of their own each. */
export function initializers(tf: Tf, seed: number) {
  let next = 1000 * seed;
  return {
    glorot: () => tf.initializers.glorotUniform({ seed: ++next }),
    he: () => tf.initializers.heNormal({ seed: ++next }),
    orthogonal: () => tf.initializers.orthogonal({ gain: 1, seed: ++next }),
    uniform: (most: number) => tf.initializers.randomUniform({ minval: -most, maxval: most, seed: ++next }),
  };
}

export const variablesOf = (model: tfjs.LayersModel): tfjs.Variable[] =>
  model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);

/** `size` examples drawn at random. */
export function draw(
  tf: Tf,
  random: Random,
  { xs, ys }: Plain,
  size: number,
): { x: tfjs.Tensor; y: tfjs.Tensor } {
  const all = xs.shape[0] ?? 0;
  const chosen = Array.from({ length: size }, () => random.integer(all));
  return tf.tidy(() => {
    const indices = tf.tensor1d(chosen, 'int32');
    return { x: tf.gather(xs, indices), y: tf.gather(ys, indices) };
  });
}

/** A loop returns to the event loop now and then, as one that waits for its data does. */
export async function turn(step: number): Promise<void> {
  if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
}

/** The output of a model with one. */
export const forward = (model: tfjs.LayersModel, x: tfjs.Tensor): tfjs.Tensor =>
  model.apply(x, { training: true }) as tfjs.Tensor;

/** Mean cross-entropy of one-hot labels under logits. */
export const crossEntropy = (tf: Tf, labels: tfjs.Tensor, logits: tfjs.Tensor): tfjs.Scalar =>
  tf.neg(tf.mean(tf.sum(labels.mul(tf.logSoftmax(logits)), -1)));

export const squaredError = (tf: Tf, expected: tfjs.Tensor, found: tfjs.Tensor): tfjs.Scalar =>
  tf.mean(tf.square(found.sub(expected)));

/** A step of the optimizer, and its loss. */
export function stepped(
  optimizer: tfjs.Optimizer,
  loss: () => tfjs.Scalar,
  variables: tfjs.Variable[],
): tfjs.Scalar {
  const cost = optimizer.minimize(loss, true, variables);
  if (!cost) throw new Error('training: expected the loss of the step, got none');
  return cost;
}

/** Digits of 7 × 7 pixels. */
export async function smallDigits(tf: Tf, examples: number): Promise<{ train: Plain; test: Plain }> {
  const { train, test } = await digits(tf, examples);
  const small = ({ xs, ys }: Plain) => ({
    xs: tf.avgPool(xs as tfjs.Tensor4D, 4, 4, 'valid'),
    ys,
  });
  return { train: small(train), test: small(test) };
}
