import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../data.js';
import type { Subject, Tf } from '../../run.js';

/** `size` examples after the other, around and around. */
export function part({ xs, ys }: Plain, step: number, size: number): Plain {
  const all = xs.shape[0] ?? 0;
  const from = (step % Math.max(1, Math.floor(all / size))) * size;
  return { xs: xs.slice(from, Math.min(size, all)), ys: ys.slice(from, Math.min(size, all)) };
}

/** Steps with a turn of the event loop now and then. */
export async function repeat(steps: number, one: (step: number) => unknown): Promise<void> {
  for (let step = 0; step < steps; step++) {
    await one(step);
    if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** `model.trainOnBatch` on batches of any size; `change` is told the batch and gives the one to train on. */
export function onParts(
  tf: Tf,
  model: tfjs.LayersModel,
  data: Plain,
  {
    steps,
    size,
    before = () => {},
    change = (batch) => batch,
  }: {
    readonly steps: number;
    readonly size: number;
    readonly before?: (step: number) => void;
    readonly change?: (batch: Plain, step: number) => Plain;
  },
): Subject {
  const train = () =>
    repeat(steps, async (step) => {
      before(step);
      const { xs, ys } = tf.tidy(() => {
        const batch = change(part(data, step, size), step);
        return { xs: batch.xs, ys: batch.ys };
      });
      const losses = await model.trainOnBatch(xs, ys);
      tf.dispose([xs, ys]);
      for (const loss of [losses].flat()) if (typeof loss !== 'number') tf.dispose(loss);
    });
  return { target: model, train };
}

/** A hand-written loop over batches of any size, with gradients that may be changed before they are applied. */
export function byHand(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: tfjs.LayersModel | Readonly<Record<string, tfjs.Variable>>,
  {
    steps,
    loss,
    before = () => {},
    gradients,
    evaluate,
    every = 25,
  }: {
    readonly steps: number;
    readonly loss: (step: number) => tfjs.Tensor;
    readonly before?: (step: number) => void;
    readonly gradients?: (of: tfjs.NamedTensorMap) => tfjs.NamedTensorMap;
    readonly evaluate?: () => tfjs.Tensor;
    readonly every?: number;
  },
): Subject {
  const isModel = trained instanceof tf.LayersModel;
  const variables = isModel
    ? trained.trainableWeights.map((weight) => weight.read() as tfjs.Variable)
    : Object.values(trained);
  const one = (step: number): tfjs.Scalar => {
    if (!gradients) {
      const cost = optimizer.minimize(() => loss(step) as tfjs.Scalar, true, variables);
      if (!cost) throw new Error('training: expected a loss, found none');
      return cost;
    }
    return tf.tidy(() => {
      const { value, grads } = tf.variableGrads(() => loss(step) as tfjs.Scalar, variables);
      optimizer.applyGradients(gradients(grads));
      return value;
    });
  };
  return {
    target: optimizer,
    ...(isModel ? { model: trained } : { variables: trained }),
    train: (vitals) =>
      repeat(steps, (step) => {
        before(step);
        const cost = one(step);
        vitals?.step({ loss: cost });
        cost.dispose();
        if (!evaluate || step % every !== every - 1) return;
        const held = tf.tidy(evaluate) as tfjs.Scalar;
        vitals?.evaluation({ loss: held.dataSync()[0] ?? 0 });
        held.dispose();
      }),
  };
}

/** Gradients scaled so that their norm over all variables is at most `limit`. */
export const clipped = (tf: Tf, of: tfjs.NamedTensorMap, limit: number): tfjs.NamedTensorMap => {
  const norm = tf.addN(Object.values(of).map((gradient) => gradient.square().sum())).sqrt();
  const factor = tf.minimum(1, tf.div(limit, norm.add(1e-12)));
  return Object.fromEntries(Object.entries(of).map(([name, gradient]) => [name, gradient.mul(factor)]));
};

/** Variables of normal values with the given deviation, by name. */
export function variables(
  tf: Tf,
  shapes: Readonly<Record<string, readonly [shape: number[], deviation: number]>>,
): Record<string, tfjs.Variable> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, [shape, deviation]]) => [
      name,
      tf.variable(deviation ? tf.randomNormal(shape, 0, deviation) : tf.zeros(shape)),
    ]),
  );
}

/** A model of one layer after the other. */
export function chain(tf: Tf, ...layers: readonly tfjs.layers.Layer[]): tfjs.Sequential {
  const model = tf.sequential();
  for (const layer of layers) model.add(layer);
  return model;
}
