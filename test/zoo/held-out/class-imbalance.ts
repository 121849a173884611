import { clusters } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp } from '../networks.js';
import { sick } from '../run.js';
import { labelsOf, stripes, walks } from './part2-data.js';
import { stack } from './part2-networks.js';

export const classImbalance = sick('class-imbalance', [
  {
    name: 'h-imbalance-fraud',
    heldOut: true,
    loop: 'fit',
    mistake: 'One payment of forty is a fraud, and nothing makes up for it.',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 640, features: 12, classes: 2, shares: [39, 1] });
      const model = stack(
        tf,
        tf.layers.dense({ name: 'hidden', units: 20, activation: 'tanh', inputShape: [12] }),
        tf.layers.dense({ name: 'fraud', units: 1, activation: 'sigmoid' }),
      );
      return fitting(
        classifier(model, tf.train.adam(0.01), 'binaryCrossentropy'),
        { xs, ys: labelsOf(ys) },
        { epochs: 15 },
      );
    },
  },
  {
    name: 'h-imbalance-long-tail',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Six kinds of fault, from 60 of a hundred down to one.',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, {
        examples: 800,
        features: 10,
        classes: 6,
        spread: 1.4,
        shares: [60, 22, 10, 5, 2, 1],
      });
      const model = mlp(tf, [10, 32, 6], { hidden: { activation: 'swish' }, out: { activation: 'softmax' } });
      return fittingDataset(
        tf,
        classifier(model, tf.train.adamax(0.01), 'sparseCategoricalCrossentropy'),
        { xs, ys: labelsOf(ys) },
        { epochs: 12 },
      );
    },
  },
  {
    name: 'h-imbalance-images',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'Two directions of stripes are common, the third was hardly photographed.',
    build(tf, seed) {
      const data = stripes(tf, seed, { examples: 960, classes: 3, shares: [24, 24, 1] });
      const model = stack(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 10,
          kernelSize: 4,
          strides: 2,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onBatches(tf, classifier(model, tf.train.rmsprop(0.003)), data, { steps: 300 });
    },
  },
  {
    name: 'h-imbalance-sequences',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Machines run well in 30 of 31 recordings.',
    build(tf, seed) {
      const data = walks(tf, seed, {
        examples: 960,
        length: 12,
        channels: 2,
        classes: 2,
        drift: 0.22,
        shares: [30, 1],
      });
      const model = stack(
        tf,
        tf.layers.flatten({ name: 'flat', inputShape: [12, 2] }),
        tf.layers.dense({ name: 'hidden', units: 16, activation: 'elu' }),
        tf.layers.dense({ name: 'out', units: 2, activation: 'softmax' }),
      );
      return onBatches(
        tf,
        classifier(model, tf.train.momentum(0.03, 0.9), 'sparseCategoricalCrossentropy'),
        { xs: data.xs, ys: labelsOf(data.ys) },
        { steps: 300 },
      );
    },
  },
]);
