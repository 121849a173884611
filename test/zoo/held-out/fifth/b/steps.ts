import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../../data.js';
import type { Subject, Tf } from '../../../run.js';

export type Symbolic = tfjs.SymbolicTensor;
type Variables = Readonly<Record<string, tfjs.Variable>>;
type Gradients = Record<string, tfjs.Tensor>;

/** `size` examples from `size`·step on, around and around. */
export function portion({ xs, ys }: Plain, step: number, size: number): [tfjs.Tensor, tfjs.Tensor] {
  const batches = Math.max(1, Math.floor((xs.shape[0] ?? 0) / size));
  const at = (step % batches) * size;
  return [xs.slice(at, size), ys.slice(at, size)];
}

/** Lets other things happen now and then. */
export async function breathe(step: number): Promise<void> {
  if (step % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
}

export const variablesOf = (model: tfjs.LayersModel): tfjs.Variable[] =>
  model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);

/** A loop by hand on `tf.variableGrads` and `applyGradients`. */
export function byGradients(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: tfjs.LayersModel | Variables,
  {
    steps,
    loss,
    change = (gradients) => gradients,
    after = () => {},
    measure,
  }: {
    readonly steps: number;
    readonly loss: (step: number) => tfjs.Scalar;
    /** What the optimizer gets of the gradients, within a tidy. */
    readonly change?: (gradients: Gradients) => Gradients;
    readonly after?: (step: number) => void;
    /** Losses of an evaluation, every 15 steps. */
    readonly measure?: () => tfjs.Scalar;
  },
): Subject {
  const isModel = trained instanceof tf.LayersModel;
  const variables = isModel ? variablesOf(trained) : Object.values(trained);
  return {
    target: optimizer,
    ...(isModel ? { model: trained } : { variables: trained }),
    train: async (vitals) => {
      for (let step = 0; step < steps; step++) {
        const cost = tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() => loss(step), variables);
          optimizer.applyGradients(change(grads as Gradients));
          return value;
        });
        vitals?.step({ loss: cost });
        cost.dispose();
        after(step);
        if (measure && step % 15 === 14) {
          const result = tf.tidy(measure);
          vitals?.evaluation({ loss: result });
          result.dispose();
        }
        await breathe(step);
      }
    },
  };
}

/** `fitDataset` on a generator of batches of 32, `before` each. */
export function fromGenerator(
  tf: Tf,
  model: tfjs.LayersModel,
  data: Plain,
  {
    epochs,
    before = () => {},
    validation,
  }: {
    readonly epochs: number;
    readonly before?: () => void;
    readonly validation?: Plain;
  },
): Subject {
  const batches = (from: Plain, each: () => void) =>
    tf.data.generator(function* () {
      const count = Math.floor((from.xs.shape[0] ?? 0) / 32);
      for (let batch = 0; batch < count; batch++) {
        each();
        const [xs, ys] = portion(from, batch, 32);
        yield { xs, ys };
      }
    }) as tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>;
  return {
    target: model,
    train: async () => {
      await model.fitDataset(batches(data, before), {
        epochs,
        verbose: 0,
        ...(validation && { validationData: batches(validation, () => {}) }),
      });
    },
  };
}

/** The mean squared error of a model in training. */
export const squared = (tf: Tf, model: tfjs.LayersModel, x: tfjs.Tensor, y: tfjs.Tensor): tfjs.Scalar =>
  tf.losses.meanSquaredError(y, model.apply(x, { training: true }) as tfjs.Tensor);
