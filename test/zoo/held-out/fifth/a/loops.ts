import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Subject, Tf } from '../../../run.js';

type Trained = tfjs.LayersModel | Readonly<Record<string, tfjs.Variable>>;

/** A hand-written loop that asks `optimizer.minimize` for `cost` of each step. */
export function minimizing(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: Trained,
  {
    steps,
    cost,
    before = () => {},
    evaluate,
  }: {
    readonly steps: number;
    /** Steps count from 1. */
    readonly cost: (step: number) => tfjs.Scalar;
    readonly before?: (step: number) => void;
    readonly evaluate?: () => tfjs.Scalar;
  },
): Subject {
  return {
    target: optimizer,
    ...whatIsTrained(tf, trained),
    train: async (vitals) => {
      const list = variablesOf(tf, trained);
      for (let step = 1; step <= steps; step++) {
        before(step);
        const loss = optimizer.minimize(() => cost(step), true, list);
        if (loss) vitals?.step({ loss });
        loss?.dispose();
        if (evaluate && step % 25 === 0) {
          const result = tf.tidy(evaluate);
          vitals?.evaluation({ loss: result });
          result.dispose();
        }
        await breathe(step);
      }
    },
  };
}

/** A hand-written loop that takes the gradients, changes them and applies them. */
export function applying(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: Trained,
  {
    steps,
    cost,
    change,
  }: {
    readonly steps: number;
    readonly cost: (step: number) => tfjs.Scalar;
    readonly change: (gradient: tfjs.Tensor, all: readonly tfjs.Tensor[]) => tfjs.Tensor;
  },
): Subject {
  return {
    target: optimizer,
    ...whatIsTrained(tf, trained),
    train: async (vitals) => {
      const list = variablesOf(tf, trained);
      for (let step = 1; step <= steps; step++) {
        const { value, grads } = tf.variableGrads(() => cost(step), list);
        const changed = tf.tidy(() => {
          const all = Object.values(grads);
          return Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, change(grad, all)]));
        });
        optimizer.applyGradients(changed);
        vitals?.step({ loss: value });
        tf.dispose([value, grads, changed]);
        await breathe(step);
      }
    },
  };
}

const whatIsTrained = (tf: Tf, trained: Trained): Pick<Subject, 'model' | 'variables'> =>
  trained instanceof tf.LayersModel ? { model: trained } : { variables: trained };

const variablesOf = (tf: Tf, trained: Trained): tfjs.Variable[] =>
  trained instanceof tf.LayersModel
    ? trained.trainableWeights.map((weight) => weight.read() as tfjs.Variable)
    : Object.values(trained);

/** Batches of `size` in an order drawn anew for each pass, as a function of the step; disposed with the tidy around. */
export function shuffledBatches(
  tf: Tf,
  seed: number,
  { xs, ys }: Plain,
  size: number,
): (step: number) => { x: tfjs.Tensor; y: tfjs.Tensor } {
  const random = new Random(seed + 1009);
  const all = xs.shape[0] ?? 0;
  const perPass = Math.floor(all / size);
  let order: number[] = [];
  return (step) => {
    const at = (step - 1) % perPass;
    if (at === 0) {
      order = Array.from({ length: all }, (_, index) => index);
      for (let last = all - 1; last > 0; last--) {
        const other = random.integer(last + 1);
        [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
      }
    }
    const picked = tf.tensor1d(order.slice(at * size, at * size + size), 'int32');
    return { x: tf.gather(xs, picked), y: tf.gather(ys, picked) };
  };
}

/** `model.trainOnBatch` on what `batch` makes of each step. */
export function batchByBatch(
  tf: Tf,
  model: tfjs.LayersModel,
  {
    steps,
    batch,
    before = () => {},
  }: {
    readonly steps: number;
    readonly batch: (step: number) => { x: tfjs.Tensor; y: tfjs.Tensor };
    readonly before?: (step: number) => void;
  },
): Subject {
  return {
    target: model,
    train: async () => {
      for (let step = 1; step <= steps; step++) {
        before(step);
        const { x, y } = tf.tidy(() => batch(step));
        const losses = await model.trainOnBatch(x, y);
        tf.dispose([x, y]);
        for (const loss of [losses].flat()) if (typeof loss !== 'number') tf.dispose(loss);
        await breathe(step);
      }
    },
  };
}

/** A loop returns to the event loop now and then, as one that waits for its data does. */
export async function breathe(step: number): Promise<void> {
  if (step % 8 === 0) await new Promise((resolve) => setImmediate(resolve));
}
