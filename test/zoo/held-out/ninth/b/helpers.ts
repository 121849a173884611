import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../../data.js';
import type { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';
import { costOf } from '../../part2-loops.js';

/** Any `size` of the examples. */
export function drawn({ xs, ys }: Plain, random: Random, size: number): Plain {
  const count = xs.shape[0] ?? 0;
  const at = Array.from({ length: size }, () => random.integer(count));
  return { xs: xs.gather(at), ys: ys.gather(at) };
}

/** One step of `minimize` and its loss. */
export const minimized = (
  optimizer: tfjs.Optimizer,
  variables: tfjs.Variable[],
  loss: () => tfjs.Scalar,
): tfjs.Scalar => costOf(optimizer.minimize(loss, true, variables));

/** What a model makes of a batch. */
export const output = (model: tfjs.LayersModel, xs: tfjs.Tensor, training = false): tfjs.Tensor =>
  model.apply(xs, { training }) as tfjs.Tensor;

export const normals = (tf: Tf, random: Random, rows: number, columns: number): tfjs.Tensor2D =>
  tf.tensor2d(random.normals(rows * columns), [rows, columns]);

/** Moves `slow` towards `fast` by a share of the way. */
export function follow(tf: Tf, slow: tfjs.LayersModel, fast: tfjs.LayersModel, share: number): void {
  tf.tidy(() =>
    slow.setWeights(
      slow.getWeights().map((weight, index) => {
        const towards = fast.getWeights()[index] ?? weight;
        return weight.mul(1 - share).add(towards.mul(share));
      }),
    ),
  );
}
