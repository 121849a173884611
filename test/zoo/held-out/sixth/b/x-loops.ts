import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../../data.js';
import { Random } from '../../../random.js';
import type { Subject, Tf } from '../../../run.js';

type Trained = tfjs.LayersModel | Readonly<Record<string, tfjs.Variable>>;

interface Steps {
  readonly steps: number;
  readonly batchSize?: number;
  readonly seed: number;
  readonly before?: (step: number) => void;
  /** What the loop does when a step is done. */
  readonly after?: (step: number) => void;
}

interface HandWritten extends Steps {
  readonly loss: (x: tfjs.Tensor, y: tfjs.Tensor) => tfjs.Scalar;
  readonly penalty?: Subject['penalty'];
  /** Loss on other data, after every so many steps. */
  readonly evaluate?: () => tfjs.Scalar;
  readonly evaluateEvery?: number;
}

/** Batches of examples in an order of their own, drawn anew in each epoch. */
export class Shuffled {
  private order: number[] = [];
  private readonly random: Random;

  constructor(
    private readonly tf: Tf,
    private readonly data: Plain,
    private readonly size: number,
    seed: number,
  ) {
    this.random = new Random(seed + 4242);
  }

  next(): Plain {
    if (this.order.length < this.size) {
      const count = this.data.xs.shape[0] ?? 0;
      const keys = Array.from({ length: count }, () => this.random.uniform());
      this.order = keys.map((_, index) => index).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    }
    const drawn = this.tf.tensor1d(this.order.splice(0, this.size), 'int32');
    const batch = { xs: this.tf.gather(this.data.xs, drawn), ys: this.tf.gather(this.data.ys, drawn) };
    drawn.dispose();
    return batch;
  }
}

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** `model.trainOnBatch` on shuffled batches. */
export function drawing(
  tf: Tf,
  model: tfjs.LayersModel,
  data: Plain,
  { steps, seed, batchSize = 32, before, after }: Steps,
): Subject {
  return {
    target: model,
    train: async () => {
      const source = new Shuffled(tf, data, batchSize, seed);
      for (let step = 1; step <= steps; step++) {
        before?.(step);
        const { xs, ys } = source.next();
        await model.trainOnBatch(xs, ys);
        tf.dispose([xs, ys]);
        after?.(step);
        if (step % 8 === 0) await breathe();
      }
    },
  };
}

/** A loop with `optimizer.minimize` on shuffled batches. */
export const minimizing = (
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: Trained,
  data: Plain,
  hand: HandWritten,
): Subject =>
  byHand(tf, optimizer, trained, data, hand, (loss, variables) => {
    const cost = optimizer.minimize(loss, true, variables);
    if (!cost) throw new Error('training: expected the cost of a step, got none');
    return cost;
  });

/** A loop with `tf.variableGrads` and `applyGradients`; gradients of a norm above `clip` are scaled down to it. */
export const applying = (
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: Trained,
  data: Plain,
  { clip = Number.POSITIVE_INFINITY, ...hand }: HandWritten & { readonly clip?: number },
): Subject =>
  byHand(tf, optimizer, trained, data, hand, (loss, variables) =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, variables);
      const norm = Math.hypot(...Object.values(grads).map((gradient) => gradient.norm().dataSync()[0] ?? 0));
      const factor = Math.min(1, clip / norm);
      const named = Object.entries(grads).map(([name, gradient]) => [name, gradient.mul(factor)] as const);
      optimizer.applyGradients(Object.fromEntries(named));
      return value;
    }),
  );

function byHand(
  tf: Tf,
  optimizer: tfjs.Optimizer,
  trained: Trained,
  data: Plain,
  { steps, seed, batchSize = 32, before, after, loss, penalty, evaluate, evaluateEvery = 40 }: HandWritten,
  update: (loss: () => tfjs.Scalar, variables: tfjs.Variable[]) => tfjs.Scalar,
): Subject {
  const isModel = trained instanceof tf.LayersModel;
  const variables = isModel
    ? trained.trainableWeights.map((weight) => weight.read() as tfjs.Variable)
    : Object.values(trained);
  return {
    target: optimizer,
    ...(isModel ? { model: trained } : { variables: trained }),
    ...(penalty && { penalty }),
    train: async (vitals) => {
      const source = new Shuffled(tf, data, batchSize, seed);
      for (let step = 1; step <= steps; step++) {
        before?.(step);
        const { xs, ys } = source.next();
        const cost = update(() => loss(xs, ys), variables);
        tf.dispose([xs, ys]);
        after?.(step);
        vitals?.step({ loss: cost, examples: batchSize });
        cost.dispose();
        if (evaluate && step % evaluateEvery === 0) {
          const value = tf.tidy(evaluate);
          vitals?.evaluation({ loss: value });
          value.dispose();
        }
        if (step % 8 === 0) await breathe();
      }
    },
  };
}
