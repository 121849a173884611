import type * as tfjs from '@tensorflow/tfjs';
import type { Data, Plain } from '../../data.js';
import { Random } from '../../random.js';
import type { Subject, Tf } from '../../run.js';

/** Layers in a row. */
export function stacked(tf: Tf, ...layers: tfjs.layers.Layer[]): tfjs.Sequential {
  const model = tf.sequential();
  for (const layer of layers) model.add(layer);
  return model;
}

/** A model that is compiled, to write it where it is built. */
export function compiled<Model extends tfjs.LayersModel>(model: Model, args: tfjs.ModelCompileArgs): Model {
  model.compile(args);
  return model;
}

/** Batches of `size` examples in an order of their own in each pass. */
export function batches(tf: Tf, seed: number, { xs, ys }: Data, size: number) {
  const random = new Random(seed + 71);
  const count = [xs].flat()[0]?.shape[0] ?? 0;
  let order: number[] = [];
  return (): { xs: tfjs.Tensor[]; ys: tfjs.Tensor[] } => {
    if (order.length < size) {
      order = Array.from({ length: count }, (_, at) => at);
      for (let at = count - 1; at > 0; at--) {
        const other = random.integer(at + 1);
        [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
      }
    }
    const picked = tf.tensor1d(order.splice(0, size), 'int32');
    const part = (tensor: tfjs.Tensor) => tf.gather(tensor, picked);
    const batch = { xs: [xs].flat().map(part), ys: [ys].flat().map(part) };
    picked.dispose();
    return batch;
  };
}

/** `trainOnBatch` on what `next` gives at each step (the first is 1). */
export function feeding(
  tf: Tf,
  model: tfjs.LayersModel,
  steps: number,
  next: (step: number) => { xs: tfjs.Tensor | tfjs.Tensor[]; ys: tfjs.Tensor | tfjs.Tensor[] },
): Subject {
  return {
    target: model,
    train: async () => {
      for (let step = 1; step <= steps; step++) {
        const { xs, ys } = next(step);
        const results = await model.trainOnBatch(xs, ys);
        tf.dispose([xs, ys]);
        for (const result of [results].flat()) if (typeof result !== 'number') tf.dispose(result);
        if (step % 8 === 0) await pause();
      }
    },
  };
}

/** `fitDataset` on a shuffled dataset of a table's rows. */
export function streaming(
  tf: Tf,
  model: tfjs.LayersModel,
  { xs, ys }: Plain,
  args: { epochs: number; size: number; validation?: Plain; callbacks?: tfjs.CustomCallbackArgs },
): Subject {
  const rows = async (data: Plain) =>
    tf.data.zip({
      xs: tf.data.array((await data.xs.array()) as tfjs.TensorContainer[]),
      ys: tf.data.array((await data.ys.array()) as tfjs.TensorContainer[]),
    });
  type Rows = tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>;
  return {
    target: model,
    train: async () => {
      const { epochs, size, validation, callbacks } = args;
      await model.fitDataset((await rows({ xs, ys })).shuffle(256, 'zoo').batch(size) as Rows, {
        epochs,
        verbose: 0,
        ...(callbacks && { callbacks }),
        ...(validation && { validationData: (await rows(validation)).batch(size) as Rows }),
      });
    },
  };
}

/** A loop over `optimizer.minimize`, with evaluations each 25 steps where there is something to evaluate. */
export function minimizing(
  optimizer: tfjs.Optimizer,
  watched: tfjs.LayersModel | NonNullable<Subject['variables']>,
  steps: number,
  {
    next,
    loss,
    updated,
    after = () => {},
    evaluate,
  }: {
    next: (step: number) => { xs: tfjs.Tensor[]; ys: tfjs.Tensor[] };
    loss: (xs: tfjs.Tensor[], ys: tfjs.Tensor[]) => tfjs.Tensor;
    /** The variables given to `minimize` at a step; none: all that are trainable. */
    updated?: (step: number) => tfjs.Variable[];
    after?: (step: number) => void;
    evaluate?: () => number;
  },
): Subject {
  return {
    target: optimizer,
    ...('layers' in watched
      ? { model: watched }
      : { variables: watched as NonNullable<Subject['variables']> }),
    train: async (vitals) => {
      for (let step = 1; step <= steps; step++) {
        const { xs, ys } = next(step);
        const cost = optimizer.minimize(() => loss(xs, ys) as tfjs.Scalar, true, updated?.(step));
        vitals?.step(cost ? { loss: cost } : {});
        cost?.dispose();
        for (const tensor of [...xs, ...ys]) tensor.dispose();
        after(step);
        if (evaluate && step % 25 === 0) vitals?.evaluation({ loss: evaluate() });
        if (step % 8 === 0) await pause();
      }
    },
  };
}

/** Weights of a model as variables, to hand to `minimize`. */
export const variablesOf = (model: tfjs.LayersModel, ...layers: string[]): tfjs.Variable[] =>
  model.trainableWeights
    .filter((weight) => layers.length === 0 || layers.some((layer) => weight.name.startsWith(`${layer}/`)))
    .map((weight) => weight.read() as tfjs.Variable);

const pause = () => new Promise((resolve) => setImmediate(resolve));
