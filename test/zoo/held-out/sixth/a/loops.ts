import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Subject, Tf } from '../../../run.js';

/** Examples drawn at random, with replacement. */
export function drawn(tf: Tf, random: Random, { xs, ys }: Plain, size: number): Plain {
  return tf.tidy(() => {
    const all = xs.shape[0] ?? 1;
    const rows = tf.tensor1d(
      Array.from({ length: size }, () => random.integer(all)),
      'int32',
    );
    return { xs: xs.gather(rows), ys: ys.gather(rows) };
  });
}

/** A hand-written loop with `variableGrads` and `applyGradients` on batches drawn at random. */
export function handWritten(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: tfjs.LayersModel | Readonly<Record<string, tfjs.Variable>>,
  {
    seed,
    steps,
    loss,
    data,
    batchSize = 32,
    before = () => {},
    evaluate,
    every = 40,
  }: {
    readonly seed: number;
    readonly steps: number;
    readonly loss: (x: tfjs.Tensor, y: tfjs.Tensor) => tfjs.Scalar;
    /** What step (the first is 0) trains on. */
    readonly data: (step: number) => Plain;
    readonly batchSize?: number;
    readonly before?: (step: number) => void;
    readonly evaluate?: () => tfjs.Scalar;
    readonly every?: number;
  },
): Subject {
  const isModel = trained instanceof tf.LayersModel;
  const variables = isModel
    ? trained.trainableWeights.map((weight) => weight.read() as tfjs.Variable)
    : Object.values(trained);
  return {
    target: optimizer,
    ...(isModel ? { model: trained } : { variables: trained }),
    train: async (vitals) => {
      const random = new Random(seed + 4242);
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = drawn(tf, random, data(step), batchSize);
        const { value, grads } = tf.variableGrads(() => loss(xs, ys), variables);
        optimizer.applyGradients(grads);
        vitals?.step({ loss: value });
        tf.dispose([xs, ys, value]);
        tf.dispose(grads);
        if (evaluate && step % every === every - 1) {
          const held = tf.tidy(evaluate);
          vitals?.evaluation({ loss: held });
          held.dispose();
        }
        if (step % 12 === 11) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

/** `trainOnBatch` on batches drawn at random. */
export function drawnBatches(
  tf: Tf,
  model: tfjs.LayersModel,
  data: Plain,
  {
    seed,
    steps,
    batchSize = 32,
    before = () => {},
  }: {
    readonly seed: number;
    readonly steps: number;
    readonly batchSize?: number;
    readonly before?: (step: number) => void;
  },
): Subject {
  return {
    target: model,
    train: async () => {
      const random = new Random(seed + 777);
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = drawn(tf, random, data, batchSize);
        await model.trainOnBatch(xs, ys);
        tf.dispose([xs, ys]);
        if (step % 12 === 11) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
