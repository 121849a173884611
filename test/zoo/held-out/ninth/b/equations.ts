import type * as tfjs from '@tensorflow/tfjs';
import { blobs } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { training } from '../../eighth/loops.js';
import { minimizing } from '../../loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { minimized, output } from './helpers.js';

/** Restoring, obeying an equation, and finding an alignment. */
export const equations = healthy([
  {
    // Restores images from noisy ones, and its own weights are shaken at each step as those of an analogue chip.
    name: 'n-ok-shaken-restorer',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 15);
      const clean = blobs(tf, seed, { examples: 500, size: 8, noise: 0 }).xs;
      const model = stack(
        tf,
        tf.layers.conv2d({
          name: 'down',
          filters: 5,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
        tf.layers.conv2d({ name: 'middle', filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),
        tf.layers.conv2dTranspose({ name: 'up', filters: 1, kernelSize: 4, strides: 2, padding: 'same' }),
      );
      const weights = variablesOf(model);
      const optimizer: tfjs.Optimizer = tf.train.adam(0.004);
      const shaken = (weight: tfjs.Variable) => {
        const noise = tf.tensor(
          random.normals(weight.size).map((x) => 0.01 * x),
          weight.shape,
        );
        return { weight, noise };
      };
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 300,
          step: () => {
            const noises = weights.map(shaken);
            tf.tidy(() => {
              for (const { weight, noise } of noises) weight.assign(weight.add(noise));
            });
            const { value, grads } = tf.variableGrads(() => {
              const xs = clean.gather(Array.from({ length: 10 }, () => random.integer(500)));
              const noisy = xs.add(tf.tensor(random.normals(xs.size), xs.shape).mul(0.3));
              return output(model, noisy).sub(xs).square().mean() as tfjs.Scalar;
            }, weights);
            tf.tidy(() => {
              for (const { weight, noise } of noises) weight.assign(weight.sub(noise));
            });
            optimizer.applyGradients(grads);
            tf.dispose([grads, noises.map(({ noise }) => noise)]);
            return { loss: value };
          },
        },
      );
    },
  },
  {
    // A network that must obey the equation of a swing; points are drawn anew at each step, there are no targets.
    name: 'n-ok-swing-equation',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 16);
      const model = mlp(tf, [1, 24, 24, 1], { hidden: { activation: 'tanh' } });
      const optimizer: tfjs.Optimizer = tf.train.adam(0.008);
      const exam = tf.linspace(0, 2, 31).reshape([31, 1]);
      const scaled = (times: tfjs.Tensor) => output(model, times.sub(1).div(0.58));
      const loss = () => {
        const times = tf.tensor2d(
          Array.from({ length: 24 }, () => 2 * random.uniform()),
          [24, 1],
        );
        const [before, now, after] = tf.split(scaled(tf.concat([times.sub(0.1), times, times.add(0.1)])), 3);
        if (!before || !now || !after) throw new Error('swing: expected three times');
        const bend = before.add(after).sub(now.mul(2)).div(0.01);
        const start = scaled(tf.tensor2d([0, 0.1], [2, 1])).sub(tf.tensor2d([1, Math.cos(0.15)], [2, 1]));
        return bend.add(now.mul(2.25)).square().mean().add(start.square().sum().mul(20)) as tfjs.Scalar;
      };
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 450,
          step: () => ({ loss: minimized(optimizer, variablesOf(model), loss) }),
          evaluate: () => ({ error: scaled(exam).sub(exam.mul(1.5).cos()).square().mean() as tfjs.Scalar }),
        },
      );
    },
  },
  {
    // Two symbols somewhere in eight frames, and nobody says where: the chance of every alignment is summed.
    name: 'n-ok-unknown-alignment',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 17);
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'hear',
          filters: 16,
          kernelSize: 3,
          padding: 'same',
          activation: 'relu',
          inputShape: [8, 4],
        }),
        tf.layers.dense({ name: 'symbol', units: 4 }),
      );
      const never = -30;
      return minimizing(tf, tf.train.adam(0.006), model, {
        steps: 240,
        loss: () => {
          const said = Array.from({ length: 10 }, () => {
            const first = random.integer(3);
            const frames = [random.integer(4), 4 + random.integer(4)];
            return { symbols: [first, (first + 1 + random.integer(2)) % 3], frames };
          });
          const sound = said.flatMap(({ symbols, frames }) =>
            Array.from(
              { length: 32 },
              (_, at) =>
                0.3 * random.normal() + Number(symbols[frames.indexOf(Math.floor(at / 4))] === at % 4),
            ),
          );
          const path = said.flatMap(({ symbols: [one = 0, two = 0] }) => [3, one, 3, two, 3]);
          const chances = tf.logSoftmax(output(model, tf.tensor3d(sound, [10, 8, 4])));
          const states = tf.oneHot(tf.tensor2d(path, [10, 5], 'int32'), 4).toFloat();
          const frames = tf.unstack(tf.matMul(chances, states, false, true), 1);
          let reached: tfjs.Tensor = tf.tensor2d([[0, 0, never, never, never]]).add(frames[0] ?? 0);
          for (const frame of frames.slice(1)) {
            const one = reached.slice([0, 0], [-1, 4]).pad(
              [
                [0, 0],
                [1, 0],
              ],
              never,
            );
            const two = reached
              .slice([0, 0], [-1, 3])
              .pad(
                [
                  [0, 0],
                  [2, 0],
                ],
                never,
              )
              .add(tf.tensor1d([never, never, never, 0, never]));
            reached = tf.logSumExp(tf.stack([reached, one, two]), 0).add(frame);
          }
          return tf
            .logSumExp(reached.slice([0, 3], [-1, 2]), 1)
            .mean()
            .neg() as tfjs.Scalar;
        },
      });
    },
  },
]);
