import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, split, teacher, withLabelNoise } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { healthy } from '../run.js';

const softmax = { activation: 'softmax' } as const;
const sigmoid = { activation: 'sigmoid' } as const;

/** Healthy runs that come close to the symptoms of data, layers and losses. */
export const healthyClose = healthy([
  {
    name: 'ok-pixels-of-one',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(blobs(tf, seed, { examples: 2000, noise: 0.4 }), 1600);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.momentum(0.02, 0.9));
      return fitting(model, train, { epochs: 6, validation: test });
    },
  },
  {
    name: 'ok-raw-pixels-normalized-inside',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { noise: 0.3 });
      const model = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
      model.add(tf.layers.batchNormalization({ name: 'normalize', inputShape: [10, 10, 1] }));
      model.add(tf.layers.conv2d({ name: 'conv1', filters: 8, ...strided }));
      model.add(tf.layers.conv2d({ name: 'conv2', filters: 16, ...strided }));
      model.add(tf.layers.flatten({ name: 'features' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, ...softmax }));
      const raw = { xs: xs.mul(255).round(), ys };
      return fitting(classifier(model, tf.train.adam(0.003)), raw, { epochs: 18 });
    },
  },
  {
    name: 'ok-one-hot-inputs',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      // Four categories of ten values each; what they add up to, above its mean or not.
      const random = new Random(seed);
      const digits = Array.from({ length: 640 * 4 }, () => random.integer(10));
      const categories = tf.tensor2d(digits, [640, 4], 'int32');
      const xs = tf.oneHot(categories, 10).reshape([640, 40]).toFloat();
      const above = categories.sum(1, true).greater(18);
      const ys = above.concat(above.logicalNot(), 1).toFloat();
      const { train, test } = split({ xs, ys }, 512);
      const model = classifier(mlp(tf, [40, 24, 2], { out: softmax }), tf.train.rmsprop(0.005));
      return fitting(model, train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'ok-full-batch',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 16, 3], { hidden: { activation: 'tanh' }, out: softmax });
      const data = clusters(tf, seed, { examples: 256 });
      return fitting(classifier(model, tf.train.adam(0.02)), data, {
        epochs: 300,
        batchSize: 256,
        shuffle: false,
      });
    },
  },
  {
    name: 'ok-classes-five-to-one',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 1600, classes: 3, shares: [5, 3, 1] });
      const model = mlp(tf, [8, 24, 16, 3], { out: softmax });
      return onBatches(tf, classifier(model, tf.train.adamax(0.005)), data, { steps: 300 });
    },
  },
  {
    name: 'ok-dark-images-of-sigmoids',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      // Nearly all pixels are 0: most outputs belong at their rail.
      const { xs } = blobs(tf, seed, { examples: 640, size: 8, noise: 0.02, classes: 6 });
      const pixels = xs.sub(0.1).relu().reshape([-1, 64]);
      const { train, test } = split({ xs: pixels, ys: pixels }, 512);
      const model = regressor(
        mlp(tf, [64, 32, 12, 32, 64], { out: sigmoid }),
        tf.train.adam(0.004),
        'binaryCrossentropy',
      );
      return fitting(model, train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'ok-confident-sigmoid',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2, spread: 1.5 });
      const model = mlp(tf, [8, 24, 1], { out: sigmoid });
      const labels = ys.slice([0, 1], [-1, 1]);
      const compiled = classifier(model, tf.train.momentum(0.1, 0.9), 'binaryCrossentropy');
      return fitting(compiled, { xs, ys: labels }, { epochs: 20 });
    },
  },
  {
    name: 'ok-many-labels-sigmoids',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const [first, second] = [blobs(tf, seed), blobs(tf, seed + 1)];
      const both = { xs: first.xs.maximum(second.xs), ys: first.ys.maximum(second.ys) };
      const model = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
      model.add(tf.layers.conv2d({ name: 'conv1', filters: 8, ...strided, inputShape: [10, 10, 1] }));
      model.add(tf.layers.flatten({ name: 'features' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, ...sigmoid }));
      const compiled = classifier(model, tf.train.adam(0.005), 'binaryCrossentropy');
      return fitting(compiled, both, { epochs: 18 });
    },
  },
  {
    name: 'ok-output-from-zeros',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 700, noise: 0.2 }), 512);
      const model = mlp(tf, [8, 32, 16, 1], {
        hidden: { kernelInitializer: 'heNormal' },
        out: { kernelInitializer: 'zeros' },
      });
      return fitting(regressor(model, tf.train.momentum(0.01, 0.9)), train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'ok-logistic-from-zeros',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 1280, features: 5, classes: 2, spread: 0.6 });
      const model = mlp(tf, [5, 1], { out: { ...sigmoid, kernelInitializer: 'zeros' } });
      const labels = ys.slice([0, 1], [-1, 1]);
      const compiled = classifier(model, tf.train.sgd(0.2), 'binaryCrossentropy');
      return onBatches(tf, compiled, { xs, ys: labels }, { steps: 300 });
    },
  },
  {
    name: 'ok-penalty-above-loss',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      // The classes are far apart: in the end only the mild penalty is left of the loss.
      const { train, test } = split(clusters(tf, seed, { examples: 640, spread: 3 }), 512);
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.001 });
      const model = mlp(tf, [8, 32, 16, 3], { hidden: { kernelRegularizer }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.005)), train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'ok-tanh-to-zero',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 12, 3], { hidden: { activation: 'tanh' }, out: softmax });
      const data = clusters(tf, seed, { spread: 2.5 });
      return fitting(classifier(model, tf.train.rmsprop(0.005)), data, { epochs: 20 });
    },
  },
  {
    name: 'ok-heavy-tails-of-four',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const data = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 1400, spread: 1.5 }), 0.08);
      const model = mlp(tf, [8, 24, 3], { out: softmax });
      return fitting(classifier(model, tf.train.sgd(0.02)), data, { epochs: 1, batchSize: 4 });
    },
  },
  {
    name: 'ok-integer-labels',
    heldOut: false,
    loop: 'fitDataset',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 640, classes: 5 });
      const labels = ys.argMax(1).expandDims(1).toFloat();
      const { train, test } = split({ xs, ys: labels }, 512);
      const model = classifier(
        mlp(tf, [8, 32, 5], { out: softmax }),
        tf.train.adagrad(0.1),
        'sparseCategoricalCrossentropy',
      );
      return fittingDataset(tf, model, train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'ok-two-optimizers',
    heldOut: false,
    loop: 'custom',
    build(tf, seed) {
      // Ratings by users and items of three traits each: the two take turns, each by its own optimizer.
      const initial = tf.initializers.randomNormal({ stddev: 0.3, seed });
      const random = new Random(seed);
      const traits = [60, 40].map((count) => tf.tensor2d(random.normals(count * 3), [count, 3]));
      const [people, things] = traits as [tfjs.Tensor2D, tfjs.Tensor2D];
      const noise = tf.tensor2d(random.normals(60 * 40), [60, 40]).mul(0.3);
      const ratings = people.matMul(things, false, true).add(noise);
      const variables = {
        'users/traits': tf.variable(initial.apply([60, 3])),
        'items/traits': tf.variable(initial.apply([40, 3])),
      };
      const { 'users/traits': users, 'items/traits': items } = variables;
      const [first, second] = [tf.train.adam(0.012), tf.train.adam(0.012)];
      const error = () =>
        tf.losses.meanSquaredError(ratings, users.matMul(items, false, true)) as tfjs.Scalar;
      return {
        target: first,
        variables,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const loss = first.minimize(error, true, [users]);
            if (loss) vitals?.step({ loss });
            loss?.dispose();
            second.minimize(error, false, [items]);
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
]);
