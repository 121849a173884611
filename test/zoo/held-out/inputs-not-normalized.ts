import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { sick } from '../run.js';
import { friedman, houses, labelsOf, moons, stripes, walks } from './part2-data.js';
import { stack, through } from './part2-networks.js';

export const inputsNotNormalized = sick('inputs-not-normalized', [
  {
    name: 'h-raw-colour-images',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Colour images go in as bytes, 0 to 255.',
    alsoAllowed: ['poor-initialization', 'loss-not-improving'],
    build(tf, seed) {
      const { xs, ys } = stripes(tf, seed, { channels: 3, noise: 0.2 });
      const conv = { kernelSize: 3, strides: 2, activation: 'relu', kernelInitializer: 'heNormal' } as const;
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'conv1', filters: 8, ...conv, inputShape: [8, 8, 3] }),
        tf.layers.conv2d({ name: 'conv2', filters: 16, ...conv, strides: 1 }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
      );
      const bytes = xs.mul(255).round();
      return fitting(classifier(model, tf.train.adam(0.0005)), { xs: bytes, ys }, { epochs: 20 });
    },
  },
  {
    name: 'h-raw-house-table',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Square metres, rooms, the year and kilometres go in as they stand in the table.',
    alsoAllowed: ['poor-initialization', 'dead-relu'],
    build(tf, seed) {
      const model = mlp(tf, [4, 24, 12, 1], { hidden: { kernelInitializer: 'glorotUniform' } });
      return fittingDataset(tf, regressor(model, tf.train.adam(0.001)), houses(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'h-raw-temperatures',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Temperatures in Kelvin drive the gates of an LSTM to their ends.',
    alsoAllowed: [
      'saturated-activation',
      'loss-not-improving',
      'class-collapse',
      'vanishing-gradient',
      'variable-not-training',
    ],
    build(tf, seed) {
      const { xs, ys } = walks(tf, seed, { length: 8, channels: 1 });
      const model = stack(
        tf,
        tf.layers.lstm({ name: 'memory', units: 10, inputShape: [8, 1] }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      const kelvin = xs.mul(6).add(284);
      return fitting(classifier(model, tf.train.adam(0.005)), { xs: kelvin, ys }, { epochs: 18 });
    },
  },
  {
    name: 'h-raw-second-input',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The first input is standardised; income and balance, the second, are in units of money.',
    alsoAllowed: ['saturated-activation', 'variable-not-training', 'vanishing-gradient'],
    build(tf, seed) {
      const random = new Random(seed + 6);
      const { xs, ys } = friedman(tf, seed);
      const money = tf.tensor2d(
        Array.from({ length: 512 }, () => [
          38_000 * Math.exp(0.4 * random.normal()),
          2500 + 1800 * random.normal(),
        ]),
      );
      const inputs = [tf.input({ shape: [10], name: 'survey' }), tf.input({ shape: [2], name: 'money' })];
      const survey = tf.layers.dense({ name: 'answers', units: 24, activation: 'tanh' });
      const wealth = tf.layers.dense({ name: 'wealth', units: 6, activation: 'softsign' });
      const joined = through(
        tf.layers.concatenate({ name: 'join' }),
        [survey, wealth].map((layer, index) => through(layer, inputs[index] as tfjs.SymbolicTensor)),
      );
      const out = through(tf.layers.dense({ name: 'out', units: 1 }), joined);
      const model = regressor(tf.model({ inputs, outputs: out }), tf.train.adagrad(0.05));
      return onBatches(tf, model, { xs: [xs, money], ys }, { steps: 320 });
    },
  },
  {
    name: 'h-raw-concentrations',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Concentrations in mol per litre, around 1e-5, go in unscaled.',
    alsoAllowed: [
      'loss-not-improving',
      'class-collapse',
      'learning-rate-too-low',
      'vanishing-gradient',
      'variable-not-training',
    ],
    build(tf, seed) {
      const { xs, ys } = moons(tf, seed);
      const model = mlp(tf, [2, 32, 2], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      const tiny = xs.add(2).mul(1e-5);
      return onBatches(
        tf,
        classifier(model, tf.train.momentum(0.05, 0.9), 'sparseCategoricalCrossentropy'),
        { xs: tiny, ys: labelsOf(ys) },
        { steps: 300 },
      );
    },
  },
  {
    name: 'h-raw-ages-and-pressures',
    heldOut: true,
    loop: 'fit',
    mistake: 'Ages and blood pressures in the tens and hundreds, none of them centred or scaled.',
    // With some initial weights the output starts at its end, and nothing moves at all.
    alsoAllowed: [
      'poor-initialization',
      'saturated-activation',
      'dead-relu',
      'loss-not-improving',
      'class-collapse',
      'variable-not-training',
    ],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { features: 6 });
      const raw = xs.mul([12, 15, 9, 4, 20, 30]).add([45, 128, 82, 26, 190, 95]);
      const risk = ys.greater(0).toFloat();
      const model = mlp(tf, [6, 16, 1], { out: { activation: 'sigmoid' } });
      return fitting(
        classifier(model, tf.train.rmsprop(0.001), 'binaryCrossentropy'),
        { xs: raw, ys: risk },
        { epochs: 20 },
      );
    },
  },
]);
