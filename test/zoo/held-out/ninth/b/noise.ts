import { clusters, spirals, split, teacher, withLabelNoise } from '../../../data.js';
import { classifier, mlp, regressor, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { crossEntropy, training } from '../../eighth/loops.js';
import { minimizing, onEach, rows } from '../../loops.js';
import { variablesOf } from '../../part2-networks.js';
import { drawn, minimized, normals, output } from './helpers.js';

/** Ordinary training on data that make it look restless. */
export const noise = healthy([
  {
    // Two of five labels are drawn at random and a batch has four examples: steps differ wildly, the mean falls.
    name: 'n-ok-noisy-labels-four-at-a-time',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const noisy = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 1000, spread: 1.2 }), 0.4);
      const { train, test } = split(noisy, 800);
      const model = classifier(
        mlp(tf, [8, 20, 3], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } }),
        tf.train.sgd(0.015),
      );
      return {
        target: model,
        train: async () => {
          const validationData: [typeof test.xs, typeof test.ys] = [test.xs, test.ys];
          await model.fit(train.xs, train.ys, { epochs: 2, batchSize: 4, validationData, verbose: 0 });
        },
      };
    },
  },
  {
    // Errors of the targets have heavy tails (Student's t of two degrees): some batches cost several times the others.
    name: 'n-ok-heavy-tailed-targets',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const random = new Random(seed + 11);
      const { xs, ys } = teacher(tf, seed, { examples: 6400 });
      const tails = Array.from({ length: 6400 }, () => {
        const chi = Math.hypot(random.normal(), random.normal()) / Math.SQRT2;
        return (0.15 * random.normal()) / chi;
      });
      const data = { xs, ys: ys.add(tf.tensor2d(tails, [6400, 1])) };
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.rmsprop(0.002), 'meanAbsoluteError');
      return onEach(tf, model, (step) => rows(data, step, 16), { steps: 400 });
    },
  },
  {
    // Smoothed labels keep the loss high, class weights make up for six to one, and half of the units are dropped.
    name: 'n-ok-smoothed-and-weighted',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 700, features: 10, classes: 3, shares: [6, 2, 1] });
      const smooth = ys.mul(0.85).add(0.05);
      const model = classifier(
        mlp(tf, [10, 48, 24, 3], {
          out: { activation: 'softmax' },
          between: (number) => [tf.layers.dropout({ name: `drop${number}`, rate: 0.4 })],
        }),
        tf.train.adam(0.003),
      );
      return {
        target: model,
        train: async () => {
          await model.fit(xs, smooth, {
            epochs: 14,
            batchSize: 24,
            verbose: 0,
            classWeight: { 0: 0.5, 1: 1.5, 2: 3 },
          });
        },
      };
    },
  },
  {
    // The parity of four signs: nothing is found for a long while, then all at once.
    name: 'n-ok-parity-after-a-plateau',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 3);
      const model = mlp(tf, [4, 32, 32, 1], { hidden: { activation: 'tanh' } });
      const next = () => {
        const xs = normals(tf, random, 64, 4).sign();
        return { xs, ys: xs.prod(1, true).add(1).div(2) };
      };
      return minimizing(tf, tf.train.momentum(0.05, 0.9), model, {
        steps: 450,
        loss: () => {
          const { xs, ys } = next();
          return tf.losses.sigmoidCrossEntropy(ys, output(model, xs));
        },
      });
    },
  },
  {
    // The learning rate starts anew every 90 steps: the loss rises a little each time, and ends lower.
    name: 'n-ok-warm-restarts',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 5);
      const { train, test } = split(spirals(tf, seed, { examples: 2400, classes: 3 }), 2000);
      const model = mlp(tf, [2, 40, 20, 3], { hidden: { activation: 'selu' } });
      const optimizer = tf.train.momentum(0.1, 0.9);
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 360,
          step: (index) => {
            setLearningRate(optimizer, 0.02 * (1.02 + Math.cos((Math.PI * (index % 90)) / 90)));
            const loss = minimized(optimizer, variablesOf(model), () => {
              const { xs, ys } = drawn(train, random, 20);
              return crossEntropy(tf, ys, output(model, xs));
            });
            return { loss };
          },
          evaluate: () => ({ loss: crossEntropy(tf, test.ys, output(model, test.xs)) }),
        },
      );
    },
  },
]);
