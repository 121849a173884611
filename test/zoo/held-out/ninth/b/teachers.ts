import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, teacher } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { agreement, copyWeights, crossEntropy, training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { drawn, follow, minimized, normals, output } from './helpers.js';

/** Networks that learn from other networks, or from older states of themselves. */
export const teachers = healthy([
  {
    // Few labels, many examples without: the student should also agree with its own moving average, more and more.
    name: 'n-ok-mean-teacher',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 1);
      const { train, test } = split(
        clusters(tf, seed, { examples: 1400, features: 8, classes: 4, spread: 1.3 }),
        1000,
      );
      const labelled = split(train, 120).train;
      const [student, mean] = [mlp(tf, [8, 32, 4]), mlp(tf, [8, 32, 4])];
      copyWeights(student, mean);
      const optimizer = tf.train.adam(0.003);
      const shaken = (xs: tfjs.Tensor) => xs.add(normals(tf, random, xs.shape[0] ?? 0, 8).mul(0.2));
      return training(
        tf,
        { target: optimizer, model: student },
        {
          steps: 300,
          step: (index) => {
            const loss = minimized(optimizer, variablesOf(student), () => {
              const { xs, ys } = drawn(labelled, random, 16);
              const free = drawn(train, random, 32).xs;
              const apart = tf.losses.meanSquaredError(
                output(mean, shaken(free)).softmax(),
                output(student, shaken(free)).softmax(),
              );
              return crossEntropy(tf, ys, output(student, shaken(xs))).add(
                apart.mul(8 * Math.min(1, index / 150)),
              ) as tfjs.Scalar;
            });
            follow(tf, mean, student, 0.05);
            return { loss };
          },
          evaluate: () => ({ accuracy: agreement(test.ys, output(mean, test.xs)) }),
        },
      );
    },
  },
  {
    // A small network learns what a large one says, softened: the entropy of that is a floor far above zero.
    name: 'n-ok-distilled',
    heldOut: true,
    loop: 'custom',
    async build(tf, seed) {
      const random = new Random(seed + 2);
      const { train, test } = split(
        clusters(tf, seed, { examples: 1300, features: 10, classes: 5, spread: 1.1 }),
        1000,
      );
      const large = mlp(tf, [10, 64, 5]);
      large.compile({ optimizer: tf.train.adam(0.01), loss: tf.losses.softmaxCrossEntropy });
      await large.fit(train.xs, train.ys, { epochs: 5, verbose: 0 });
      const small = mlp(tf, [10, 12, 5], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.momentum(0.02, 0.9);
      return training(
        tf,
        { target: optimizer, model: small },
        {
          steps: 350,
          step: () => {
            const loss = minimized(optimizer, variablesOf(small), () => {
              const { xs } = drawn(train, random, 24);
              return crossEntropy(tf, output(large, xs).div(4).softmax(), output(small, xs).div(4)).mul(
                16,
              ) as tfjs.Scalar;
            });
            return { loss };
          },
          evaluate: () => ({ accuracy: agreement(test.ys, output(small, test.xs)) }),
        },
      );
    },
  },
  {
    // Contrast against a queue of older keys from a slow copy of the encoder; `found` is how often the pair is first.
    name: 'n-ok-queue-of-keys',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 3);
      const { xs: examples } = teacher(tf, seed, { examples: 2000, features: 12 });
      const form = () => mlp(tf, [12, 32, 8], { hidden: { activation: 'relu' } });
      const [query, key] = [form(), form()];
      copyWeights(query, key);
      const optimizer = tf.train.adam(0.004);
      const unit = (of: tfjs.Tensor) => of.div(of.norm('euclidean', 1, true).add(1e-6));
      let queue = tf.tidy(() => unit(normals(tf, random, 96, 8)));
      const view = (of: tfjs.Tensor) => of.add(normals(tf, random, of.shape[0] ?? 0, 12).mul(0.4));
      return training(
        tf,
        { target: optimizer, model: query },
        {
          steps: 300,
          step: () => {
            const at = Array.from({ length: 24 }, () => random.integer(2000));
            const keys = tf.tidy(() => unit(output(key, view(examples.gather(at)))));
            const seen = tf.tidy(() => view(examples.gather(at)));
            const likeness = () => {
              const asked = unit(output(query, seen));
              return tf
                .concat([asked.mul(keys).sum(1, true), tf.matMul(asked, queue, false, true)], 1)
                .div(0.2);
            };
            const found = tf.tidy(() => likeness().argMax(1).equal(0).mean() as tfjs.Scalar);
            const loss = minimized(
              optimizer,
              variablesOf(query),
              () => tf.logSoftmax(likeness()).slice([0, 0], [-1, 1]).mean().neg() as tfjs.Scalar,
            );
            const longer = tf.tidy(() => tf.concat([queue, keys]).slice([24, 0], [96, 8]));
            tf.dispose([queue, keys, seen]);
            queue = longer;
            follow(tf, key, query, 0.03);
            return { loss, found };
          },
        },
      );
    },
  },
]);
