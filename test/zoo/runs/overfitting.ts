import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, digits, sines, split, teacher, withLabelNoise } from '../data.js';
import { custom, fitting, fittingDataset } from '../loops.js';
import { classifier, cnn, mlp, regressor, twoHeads } from '../networks.js';
import { sick } from '../run.js';

export const overfitting = sick('overfitting', [
  {
    name: 'overfit-noisy-labels',
    heldOut: false,
    loop: 'fit',
    mistake: 'A large network on 96 examples, a third of the labels wrong.',
    build(tf, seed) {
      const all = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 396, features: 16 }), 0.4);
      const { train, test } = split(all, 96);
      const model = mlp(tf, [16, 96, 64, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.003)), train, { epochs: 100, validation: test });
    },
  },
  {
    name: 'overfit-few-images',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A convolutional network on 96 noisy images, a third of the labels wrong.',
    build(tf, seed) {
      const { train, test } = split(
        withLabelNoise(tf, seed, blobs(tf, seed, { examples: 296, noise: 0.4 }), 0.4),
        96,
      );
      const model = cnn(tf, [10, 10, 1], [16, 24], 4);
      return fitting(classifier(model, tf.train.adam(0.005)), train, { epochs: 90, validation: test });
    },
  },
  {
    name: 'overfit-few-sequences',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'An LSTM on 64 noisy sequences.',
    build(tf, seed) {
      const all = withLabelNoise(
        tf,
        seed,
        sines(tf, seed, { examples: 192, length: 8, noise: 0.8, classes: 4 }),
        0.3,
      );
      const { train, test } = split(all, 64);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 24, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.02)), train, { epochs: 120, validation: test });
    },
  },
  {
    name: 'overfit-small-regression',
    heldOut: false,
    loop: 'fit',
    mistake: 'A large network on 64 noisy examples of a regression.',
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 264, features: 10, noise: 0.7 }), 64);
      const model = mlp(tf, [10, 96, 64, 1]);
      return fitting(regressor(model, tf.train.adam(0.003)), train, { epochs: 130, validation: test });
    },
  },
  {
    name: 'overfit-custom-loop',
    heldOut: false,
    loop: 'custom',
    mistake: 'A hand-written loop fits 64 noisy examples by heart and evaluates every 20 steps.',
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 264, features: 10, noise: 0.7 }), 64);
      const model = mlp(tf, [10, 64, 64, 1], { hidden: { activation: 'tanh' } });
      const error = (xs: tfjs.Tensor | tfjs.Tensor[], ys: tfjs.Tensor) =>
        tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
      return custom(tf, tf.train.rmsprop(0.003), model, train, {
        steps: 360,
        loss: (x, y) => error(x, y),
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
  {
    name: 'overfit-two-heads',
    heldOut: false,
    loop: 'fit',
    mistake: 'Two heads on 96 noisy examples.',
    build(tf, seed) {
      const kinds = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 296 }), 0.4);
      const sizes = teacher(tf, seed, { examples: 296, noise: 0.7 });
      const [kind, size] = [split(kinds, 96), split({ xs: kinds.xs, ys: sizes.ys }, 96)];
      const model = twoHeads(tf, 8, [96, 64], 3);
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return fitting(
        model,
        { xs: kind.train.xs, ys: [kind.train.ys, size.train.ys] },
        { epochs: 100, validation: { xs: kind.test.xs, ys: [kind.test.ys, size.test.ys] } },
      );
    },
  },
  {
    name: 'overfit-few-digits',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A dense network on 160 digits, every third with a random label.',
    async build(tf, seed) {
      const { train, test } = await digits(tf, 160);
      const flat = ({ xs, ys }: typeof train) => ({ xs: xs.reshape([-1, 784]), ys });
      const model = mlp(tf, [784, 96, 48, 10], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.002)), flat(withLabelNoise(tf, seed, train, 0.35)), {
        epochs: 60,
        validation: flat(test),
      });
    },
  },
  {
    name: 'overfit-dataset-momentum',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'Momentum drives a wide network through 96 examples with wrong labels among them.',
    build(tf, seed) {
      const all = withLabelNoise(
        tf,
        seed,
        clusters(tf, seed, { examples: 296, features: 20, classes: 4 }),
        0.4,
      );
      const { train, test } = split(all, 96);
      const model = classifier(
        mlp(tf, [20, 128, 4], { out: { activation: 'softmax' } }),
        tf.train.momentum(0.05, 0.9),
      );
      return fittingDataset(tf, model, train, { epochs: 110, validation: test });
    },
  },
]);
