import { clusters, split, teacher, withLabelNoise } from '../../../data.js';
import { batchOf, fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { initializers, turn } from './c-tools.js';

/** Tables of numbers: everyday classifiers and regressions on dense layers. */
export const tables = healthy([
  {
    name: 'q-ok-tabular-classes-three-to-one',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    backend: 'wasm',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const { train, test } = split(
        clusters(tf, seed, { examples: 1280, features: 10, classes: 2, spread: 0.5, shares: [3, 1] }),
        960,
      );
      const model = mlp(tf, [10, 20, 2], {
        hidden: { kernelInitializer: start.he() },
        out: { activation: 'softmax', kernelInitializer: start.uniform(0.25) },
      });
      return fitting(classifier(model, tf.train.adam(0.003)), train, { epochs: 10, validation: test });
    },
  },
  {
    name: 'q-ok-class-weights-against-four-to-one',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const data = clusters(tf, seed, { examples: 1600, features: 12, spread: 0.6, shares: [4, 2, 1] });
      const { train, test } = split(withLabelNoise(tf, seed, data, 0.05), 1280);
      const model = mlp(tf, [12, 24, 16, 3], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { activation: 'softmax', kernelInitializer: start.uniform(0.25) },
      });
      return fitting(classifier(model, tf.train.momentum(0.005, 0.9)), train, {
        epochs: 8,
        validation: test,
        classWeight: { 0: 0.58, 1: 1.17, 2: 2.33 },
      });
    },
  },
  {
    // One price in twenty is off by two deviations or so; the Huber loss takes them as they come.
    name: 'q-ok-prices-with-outliers-huber',
    heldOut: true,
    isUnseen: true,
    loop: 'fitDataset',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 31);
      const { xs, ys } = teacher(tf, seed, { examples: 1344, features: 9, hidden: 3, noise: 0.2 });
      const errors = Array.from({ length: 1344 }, () =>
        random.uniform() < 1 / 20 ? 2 * random.normal() : 0,
      );
      const { train, test } = split({ xs, ys: ys.add(tf.tensor2d(errors, [1344, 1])) }, 1088);
      const model = mlp(tf, [9, 24, 12, 1], {
        hidden: { activation: 'tanh', kernelInitializer: start.glorot() },
        out: { kernelInitializer: start.glorot() },
      });
      const huber = (expected: Parameters<typeof tf.losses.huberLoss>[0], found: typeof expected) =>
        tf.losses.huberLoss(expected, found);
      return fittingDataset(tf, regressor(model, tf.train.rmsprop(0.001), huber), train, {
        epochs: 9,
        validation: test,
      });
    },
  },
  {
    name: 'q-ok-half-dropped-out',
    heldOut: true,
    isUnseen: true,
    loop: 'fitDataset',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const { train, test } = split(
        clusters(tf, seed, { examples: 1600, features: 16, classes: 5, spread: 0.7 }),
        1280,
      );
      const model = mlp(tf, [16, 64, 32, 5], {
        hidden: { kernelInitializer: start.he() },
        out: { activation: 'softmax', kernelInitializer: start.glorot() },
        between: (number) => [tf.layers.dropout({ name: `dropout${number}`, rate: 0.5 })],
      });
      return fittingDataset(tf, classifier(model, tf.train.adam(0.002)), train, {
        epochs: 8,
        validation: test,
      });
    },
  },
  {
    // A fifth of the labels are drawn at random and a batch is small: the loss is noisy, and its floor is high.
    name: 'q-ok-small-batches-with-noisy-labels',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const data = clusters(tf, seed, { examples: 10_800, features: 8, classes: 3, spread: 0.8 });
      const { xs, ys } = withLabelNoise(tf, seed, data, 0.2);
      const model = mlp(tf, [8, 16, 3], {
        hidden: { kernelInitializer: start.he() },
        out: { activation: 'softmax', kernelInitializer: start.glorot() },
      });
      classifier(model, tf.train.sgd(0.05));
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 450; step++) {
            const [x, y] = [xs.slice(24 * step, 24), ys.slice(24 * step, 24)];
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    // Easy classes: all is learnt in the first fifth of the run, and the rest only polishes.
    name: 'q-ok-easy-and-soon-learnt',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const data = clusters(tf, seed, { examples: 2048, features: 12, classes: 3, spread: 2.4 });
      const model = mlp(tf, [12, 16, 3], {
        hidden: { activation: 'tanh', kernelInitializer: start.glorot() },
        out: { activation: 'softmax', kernelInitializer: start.glorot() },
      });
      classifier(model, tf.train.adam(0.005));
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 320; step++) {
            const {
              xs: [x],
              ys: [y],
            } = batchOf(data, step);
            if (x && y) await model.trainOnBatch(x, y);
            tf.dispose([x, y].filter((tensor) => tensor !== undefined));
            await turn(step);
          }
        },
      };
    },
  },
]);
