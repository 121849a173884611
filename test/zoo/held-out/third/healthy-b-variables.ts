import type * as tfjs from '@tensorflow/tfjs';
import { sentences, teacher } from '../../data.js';
import { Random } from '../../random.js';
import { healthy, type Tf } from '../../run.js';
import { textures } from './data-b.js';
import { batches, minimizing } from './loops-b.js';

const matrices = (tf: Tf, seed: number) => {
  const random = new Random(seed);
  return (rows: number, columns: number) =>
    tf.variable(tf.tensor2d(random.normals(rows * columns), [rows, columns]).div(Math.sqrt(rows)));
};

const times = (a: tfjs.Tensor | undefined, b: tfjs.Tensor) => (a as tfjs.Tensor).matMul(b);

export const healthyVariables = healthy([
  {
    name: 't-fine-tied-weights',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const matrix = matrices(tf, seed + 501);
      const [down, code] = [matrix(36, 16), matrix(16, 6)];
      const variables = { down, code, up: tf.variable(tf.zeros([16])), base: tf.variable(tf.zeros([36])) };
      const xs = textures(tf, seed, { examples: 512, size: 6 }).xs.reshape([-1, 36]).sub(0.48) as tfjs.Tensor;
      return minimizing(tf.train.momentum(0.05, 0.9), variables, 400, {
        next: batches(tf, seed, { xs, ys: xs }, 32),
        loss: ([x], [y]) => {
          const hidden = times(times(x, down).tanh(), code);
          const again = hidden.matMul(code, false, true).add(variables.up).tanh();
          return tf.losses.meanSquaredError(
            y as tfjs.Tensor,
            again.matMul(down, false, true).add(variables.base),
          );
        },
      });
    },
  },
  {
    name: 't-fine-self-attention',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const matrix = matrices(tf, seed + 502);
      const [words, query, key, value, out] = [
        matrix(24, 8),
        matrix(8, 8),
        matrix(8, 8),
        matrix(8, 8),
        matrix(8, 3),
      ];
      const variables = { words, query, key, value, out };
      const { xs, ys } = sentences(tf, seed, { examples: 480, words: 24, length: 6 });
      return minimizing(tf.train.adam(0.006), variables, 200, {
        next: batches(tf, seed, { xs, ys }, 16),
        loss: ([x], [y]) => {
          const rows = tf
            .oneHot((x as tfjs.Tensor).toInt(), 24)
            .toFloat()
            .reshape([-1, 24])
            .matMul(words.mul(2));
          const [q, k, v] = [query, key, value].map((by) => rows.matMul(by).reshape([-1, 6, 8])) as [
            tfjs.Tensor,
            tfjs.Tensor,
            tfjs.Tensor,
          ];
          const seen = q.matMul(k, false, true).div(Math.sqrt(8)).softmax().matMul(v);
          return tf.losses.softmaxCrossEntropy(
            y as tfjs.Tensor,
            rows.reshape([-1, 6, 8]).add(seen).mean(1).matMul(out),
          );
        },
      });
    },
  },
  {
    name: 't-fine-straight-line',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { features: 8, outputs: 3, noise: 0.1 });
      const matrix = matrices(tf, seed + 503);
      const variables = {
        slope: matrix(8, 3),
        bend: matrix(8, 16),
        mix: matrix(16, 3),
        base: tf.variable(tf.zeros([3])),
      };
      return minimizing(tf.train.adamax(0.01), variables, 350, {
        next: batches(tf, seed, { xs, ys }, 64),
        loss: ([x], [y]) => {
          const bent = times(times(x, variables.bend).tanh(), variables.mix);
          return tf.losses.absoluteDifference(
            y as tfjs.Tensor,
            times(x, variables.slope).add(bent).add(variables.base),
          );
        },
      });
    },
  },
]);
