import type * as tfjs from '@tensorflow/tfjs';
import { clusters, spirals, split, teacher } from '../../../data.js';
import { classifier, mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { agreement, crossEntropy, training } from '../../eighth/loops.js';
import { onEach } from '../../loops.js';
import { variablesOf } from '../../part2-networks.js';
import { drawn, minimized, output } from './helpers.js';

/** Data that change while a network learns: the loss rises, and nothing is wrong. */
export const changing = healthy([
  {
    // Spirals are learned from the middle outwards: each step is a little harder than the one before.
    name: 'n-ok-harder-and-harder',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 1);
      const { xs, ys } = spirals(tf, seed, { examples: 2600, classes: 3, noise: 0.25 });
      const { train, test } = split({ xs, ys }, 2000);
      const radius = Array.from(train.xs.norm('euclidean', 1).dataSync());
      const order = radius.map((_, at) => at).sort((a, b) => (radius[a] ?? 0) - (radius[b] ?? 0));
      // The innermost are all alike: begin where spirals part.
      const known = (share: number) => order[300 + random.integer(Math.floor(1700 * share))] ?? 0;
      const model = mlp(tf, [2, 32, 24, 3], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.adam(0.01);
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 400,
          step: (index) => {
            const at = Array.from({ length: 32 }, () => known(Math.min(1, 0.3 + index / 350)));
            const loss = minimized(optimizer, variablesOf(model), () =>
              crossEntropy(tf, train.ys.gather(at), output(model, train.xs.gather(at))),
            );
            return { loss };
          },
          evaluate: () => ({ accuracy: agreement(test.ys, output(model, test.xs)) }),
        },
      );
    },
  },
  {
    // Six targets; at first only two of them count, the others are added at a third and two thirds: the loss jumps.
    name: 'n-ok-tasks-are-added',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 2);
      const { train, test } = split(teacher(tf, seed, { examples: 2400, outputs: 6, noise: 0.1 }), 2000);
      const model = mlp(tf, [8, 40, 6]);
      const optimizer = tf.train.rmsprop(0.003);
      const asked = (count: number) => tf.tensor1d([0, 1, 2, 3, 4, 5].map((task) => Number(task < count)));
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 390,
          step: (index) => {
            const loss = minimized(optimizer, variablesOf(model), () => {
              const { xs, ys } = drawn(train, random, 24);
              return ys
                .sub(output(model, xs))
                .square()
                .mul(asked(2 + 2 * Math.floor(index / 130)))
                .sum(1)
                .mean() as tfjs.Scalar;
            });
            return { loss };
          },
          evaluate: () => ({
            total: test.ys.sub(output(model, test.xs)).square().sum(1).mean() as tfjs.Scalar,
          }),
        },
      );
    },
  },
  {
    // One task after the other, with a few examples of the earlier ones among the new.
    name: 'n-ok-one-task-after-the-other',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const random = new Random(seed + 3);
      const tasks = [0, 1, 2].map((task) =>
        clusters(tf, seed + 10 * task, { examples: 600, features: 10, classes: 4, spread: 1.1 }),
      );
      const model = classifier(
        mlp(tf, [10, 48, 24, 4], { out: { activation: 'softmax' } }),
        tf.train.momentum(0.02, 0.9),
      );
      return onEach(
        tf,
        model,
        (step) => {
          const now = Math.floor(step / 140);
          const parts = tasks
            .slice(0, now + 1)
            .map((task, number) => drawn(task, random, number === now ? 24 : 8));
          return { xs: tf.concat(parts.map(({ xs }) => xs)), ys: tf.concat(parts.map(({ ys }) => ys)) };
        },
        { steps: 420 },
      );
    },
  },
]);
