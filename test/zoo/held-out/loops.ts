import type * as tfjs from '@tensorflow/tfjs';
import type { Data, Plain } from '../data.js';
import type { Subject, Tf } from '../run.js';

/** `size` examples from the `step`-th batch on, around and around. */
export function rows({ xs, ys }: Plain, step: number, size = 32): Plain {
  const batches = Math.max(1, Math.floor((xs.shape[0] ?? 0) / size));
  const from = (step % batches) * size;
  return { xs: xs.slice(from, size), ys: ys.slice(from, size) };
}

/** `model.trainOnBatch` on what `next` brings for each step. */
export function onEach(
  tf: Tf,
  model: tfjs.LayersModel,
  next: (step: number) => Data,
  { steps, before = () => {} }: { readonly steps: number; readonly before?: (step: number) => void },
): Subject {
  return {
    target: model,
    train: async () => {
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = tf.tidy(() => ({ ...next(step) }));
        const losses = await model.trainOnBatch(xs, ys);
        tf.dispose([xs, ys]);
        for (const loss of [losses].flat()) if (typeof loss !== 'number') tf.dispose(loss);
        await turn(step);
      }
    },
  };
}

/** `model.fitDataset` on a generator that makes one batch after the other. */
export function generated(
  tf: Tf,
  model: tfjs.LayersModel,
  next: (step: number) => Plain,
  { epochs, batches = 16 }: { readonly epochs: number; readonly batches?: number },
): Subject {
  let step = 0;
  const dataset = tf.data.generator(function* () {
    for (let batch = 0; batch < batches; batch++) yield { ...tf.tidy(() => ({ ...next(step++) })) };
  });
  return {
    target: model,
    train: async () => {
      await model.fitDataset(dataset as Parameters<typeof model.fitDataset>[0], { epochs, verbose: 0 });
    },
  };
}

/** A hand-written loop whose loss takes its own examples. */
export function minimizing(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  watched: tfjs.LayersModel | Readonly<Record<string, tfjs.Variable>>,
  {
    steps,
    loss,
    before = () => {},
    report = (cost) => cost,
    trained,
  }: {
    readonly steps: number;
    readonly loss: (step: number) => tfjs.Scalar;
    readonly before?: (step: number) => void;
    /** What the loop says its loss was, if not what it minimised. */
    readonly report?: (cost: tfjs.Scalar, step: number) => tfjs.Scalar;
    /** What is trained, if not all that is watched. */
    readonly trained?: tfjs.Variable[];
  },
): Subject {
  const isModel = watched instanceof tf.LayersModel;
  const all = isModel
    ? watched.trainableWeights.map((weight) => weight.read() as tfjs.Variable)
    : Object.values(watched);
  return {
    target: optimizer,
    ...(isModel ? { model: watched } : { variables: watched }),
    train: async (vitals) => {
      for (let step = 0; step < steps; step++) {
        before(step);
        const cost = optimizer.minimize(() => loss(step), true, trained ?? all);
        if (!cost) throw new Error('training: expected a loss, found none');
        const told = tf.tidy(() => report(cost, step));
        vitals?.step({ loss: told });
        tf.dispose([cost, told]);
        await turn(step);
      }
    },
  };
}

/** The mean squared error of a model on a batch. */
export const squaredError = (tf: Tf, model: tfjs.LayersModel, { xs, ys }: Plain): tfjs.Scalar =>
  tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;

/** A loop returns to the event loop now and then, as one that waits for its data does. */
export async function turn(step: number): Promise<void> {
  if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
}
