import type * as tfjs from '@tensorflow/tfjs';
import type { Data, Plain } from '../../../data.js';
import type { Subject, Tf } from '../../../run.js';

export const turn = async (step: number): Promise<void> => {
  if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
};

/** `size` examples of one input and one output from the step's place on, around and around. */
export function take({ xs, ys }: Plain, step: number, size = 32): { x: tfjs.Tensor; y: tfjs.Tensor } {
  const count = Math.floor((xs.shape[0] ?? 0) / size);
  const from = (step % count) * size;
  return { x: xs.slice(from, size), y: ys.slice(from, size) };
}

export const weightsOf = (model: tfjs.LayersModel): tfjs.Variable[] =>
  model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);

export interface HandLoop {
  readonly optimizer: tfjs.Optimizer;
  readonly trained: tfjs.LayersModel | Readonly<Record<string, tfjs.Variable>>;
  readonly steps: number;
  /** What is minimised; its tensors are tidied. */
  readonly loss: (step: number) => tfjs.Scalar;
  /** What is reported, where that is something else. */
  readonly reported?: (loss: tfjs.Scalar, step: number) => tfjs.Scalar;
  readonly before?: (step: number) => void;
  /** Largest norm of all gradients together. */
  readonly clip?: number;
  readonly gradients?: (gradients: tfjs.NamedTensorMap) => tfjs.NamedTensorMap;
  /** Loss on data that is not trained on, every 25 steps. */
  readonly evaluate?: () => tfjs.Scalar;
}

/** A hand-written loop with `variableGrads` and `applyGradients`. */
export function byHand(tf: Tf, loop: HandLoop): Subject {
  const { optimizer, trained, steps, clip } = loop;
  const isModel = trained instanceof tf.LayersModel;
  const variables = isModel ? weightsOf(trained) : Object.values(trained);
  const clipped = (gradients: tfjs.NamedTensorMap): tfjs.NamedTensorMap => {
    if (clip === undefined) return gradients;
    const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
    const norm = tf.addN(squares).sqrt();
    const factor = tf.minimum(1, tf.div(clip, norm.add(1e-9)));
    return Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(factor)]),
    );
  };
  return {
    target: optimizer,
    ...(isModel ? { model: trained } : { variables: trained }),
    train: async (vitals) => {
      for (let step = 0; step < steps; step++) {
        loop.before?.(step);
        const loss = tf.tidy(() => {
          const { value, grads } = tf.variableGrads(() => loop.loss(step), variables);
          optimizer.applyGradients(clipped(loop.gradients?.(grads) ?? grads));
          return loop.reported?.(value, step) ?? value;
        });
        vitals?.step({ loss });
        loss.dispose();
        if (loop.evaluate && step % 25 === 24) {
          const result = tf.tidy(loop.evaluate);
          vitals?.evaluation({ loss: result.dataSync()[0] ?? Number.NaN });
          result.dispose();
        }
        await turn(step);
      }
    },
  };
}

/** `trainOnBatch` on whatever `batch` makes. */
export function feeding(
  tf: Tf,
  model: tfjs.LayersModel,
  steps: number,
  batch: (step: number) => Data,
  before: (step: number) => void = () => {},
): Subject {
  return {
    target: model,
    train: async () => {
      for (let step = 0; step < steps; step++) {
        before(step);
        const { xs, ys } = tf.tidy(() => batch(step) as Data & tfjs.TensorContainerObject) as Data;
        await model.trainOnBatch(xs, ys);
        tf.dispose([xs, ys].flat());
        await turn(step);
      }
    },
  };
}
