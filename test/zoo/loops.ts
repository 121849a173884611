import type * as tfjs from '@tensorflow/tfjs';
import type { Data, Plain } from './data.js';
import type { Subject, Tf } from './run.js';

/** `model.fit`, 32 examples a batch. */
export function fitting(
  model: tfjs.LayersModel,
  data: Data,
  {
    validation,
    ...args
  }: Omit<tfjs.ModelFitArgs, 'validationData'> & { readonly epochs: number; readonly validation?: Data },
): Subject {
  return {
    target: model,
    train: async () => {
      await model.fit(data.xs, data.ys, {
        verbose: 0,
        batchSize: 32,
        ...args,
        ...(validation && { validationData: [validation.xs, validation.ys] as [tfjs.Tensor, tfjs.Tensor] }),
      });
    },
  };
}

/** `model.fitDataset` on batches of 32. */
export function fittingDataset(
  tf: Tf,
  model: tfjs.LayersModel,
  data: Plain,
  { epochs, validation }: { readonly epochs: number; readonly validation?: Plain },
): Subject {
  const batches = async ({ xs, ys }: Plain) =>
    tf.data
      .zip({
        xs: tf.data.array((await xs.array()) as tfjs.TensorContainer[]),
        ys: tf.data.array((await ys.array()) as tfjs.TensorContainer[]),
      })
      .batch(32) as tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>;
  return {
    target: model,
    train: async () => {
      await model.fitDataset(await batches(data), {
        epochs,
        verbose: 0,
        ...(validation && { validationData: await batches(validation) }),
      });
    },
  };
}

/** `model.trainOnBatch` on 32 examples after the other, `before` each step. */
export function onBatches(
  tf: Tf,
  model: tfjs.LayersModel,
  data: Data,
  { steps, before = () => {} }: { readonly steps: number; readonly before?: (step: number) => void },
): Subject {
  return {
    target: model,
    train: async () => {
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = batchOf(data, step);
        const losses = await model.trainOnBatch(xs, ys);
        tf.dispose([xs, ys]);
        for (const loss of [losses].flat()) if (typeof loss !== 'number') tf.dispose(loss);
        await turn(step);
      }
    },
  };
}

/** A hand-written loop: `optimizer.minimize` on 32 examples after the other. */
export function custom(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: tfjs.LayersModel | Readonly<Record<string, tfjs.Variable>>,
  data: Data,
  {
    steps,
    loss,
    before = () => {},
    evaluate,
  }: {
    readonly steps: number;
    /** Of the first input and output of a batch. */
    readonly loss: (x: tfjs.Tensor, y: tfjs.Tensor) => tfjs.Scalar;
    readonly before?: (step: number) => void;
    /** Loss on data that is not trained on, every 20 steps. */
    readonly evaluate?: () => tfjs.Scalar;
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
      for (let step = 0; step < steps; step++) {
        before(step);
        const {
          xs: [x],
          ys: [y],
        } = batchOf(data, step);
        if (!x || !y) throw new Error('training: expected an input and an output, found none');
        const cost = optimizer.minimize(() => loss(x, y), true, variables);
        if (cost) vitals?.step({ loss: cost });
        tf.dispose([x, y, ...(cost ? [cost] : [])]);
        if (evaluate && step % 20 === 19) vitals?.evaluation({ loss: tf.tidy(evaluate) });
        await turn(step);
      }
    },
  };
}

/** Examples 32·step … 32·step + 31, around and around. */
export function batchOf({ xs, ys }: Data, step: number): { xs: tfjs.Tensor[]; ys: tfjs.Tensor[] } {
  const part = (tensor: tfjs.Tensor) => {
    const batches = Math.max(1, Math.floor((tensor.shape[0] ?? 0) / 32));
    return tensor.slice((step % batches) * 32, Math.min(32, tensor.shape[0] ?? 0));
  };
  return { xs: [xs].flat().map(part), ys: [ys].flat().map(part) };
}

/** A loop returns to the event loop now and then, as one that waits for its data does. */
async function turn(step: number): Promise<void> {
  if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
}
