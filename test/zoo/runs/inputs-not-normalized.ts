import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, teacher } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

type Symbolic = tfjs.SymbolicTensor;

/** Of inputs that are too large: gradients and activations are as well. */
const large = [
  'loss-oscillating',
  'loss-diverging',
  'loss-spike',
  'loss-not-improving',
  'loss-stalled',
  'learning-rate-too-high',
  'exploding-gradient',
  'dead-relu',
  'saturated-activation',
  'vanishing-gradient',
  'poor-initialization',
  'variable-not-training',
  'class-collapse',
];
/** Of inputs that are too small: nothing comes through. */
const small = [
  'loss-not-improving',
  'loss-stalled',
  'vanishing-gradient',
  'variable-not-training',
  'learning-rate-too-low',
  'dead-relu',
  'class-collapse',
];

export const inputsNotNormalized = sick('inputs-not-normalized', [
  {
    name: 'unscaled-pixels',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Pixels of 0 to 255 go into a convolutional network as they are.',
    alsoAllowed: large,
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { noise: 0.4 });
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.adam(0.002));
      return fitting(model, { xs: xs.mul(255).round(), ys }, { epochs: 18 });
    },
  },
  {
    name: 'unscaled-table',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Age, height, income and the like stand side by side in their own units.',
    alsoAllowed: large,
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { noise: 0.1 });
      const deviations = tf.tensor1d([12, 9, 900, 4, 25, 60, 3, 300]);
      const means = tf.tensor1d([41, 172, 2600, 12, 75, 120, 9, 1500]);
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.adam(0.002));
      return onBatches(tf, model, { xs: xs.mul(deviations).add(means), ys }, { steps: 300 });
    },
  },
  {
    name: 'unscaled-second-input',
    heldOut: false,
    loop: 'fit',
    mistake: 'Of two inputs the measurements are standardised, the prices, around 150, are not.',
    alsoAllowed: large,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const prices = teacher(tf, seed + 1, { features: 4 })
        .xs.mul(40)
        .add(150);
      const inputs = [
        tf.input({ shape: [8], name: 'measurements' }),
        tf.input({ shape: [4], name: 'prices' }),
      ];
      const branches = inputs.map(
        (input, at) =>
          tf.layers
            .dense({ name: `branch${at + 1}`, units: 16, activation: 'tanh' })
            .apply(input) as Symbolic,
      );
      const joined = tf.layers.concatenate({ name: 'join' }).apply(branches) as Symbolic;
      const out = tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }).apply(joined) as Symbolic;
      const model = classifier(tf.model({ inputs, outputs: out }), tf.train.rmsprop(0.003));
      return fitting(model, { xs: [xs, prices], ys }, { epochs: 18 });
    },
  },
  {
    name: 'unscaled-tiny-currents',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'Currents of some ten microamperes are given in amperes: every input is near 1e-5.',
    alsoAllowed: small,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const model = mlp(tf, [8, 32, 3], { out: { activation: 'softmax' } });
      const data = { xs: xs.mul(1e-5), ys };
      return fittingDataset(tf, classifier(model, tf.train.sgd(0.05)), data, { epochs: 18 });
    },
  },
  {
    name: 'unscaled-kelvin',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Series of temperatures in kelvin, 290 give or take 8, go into a GRU.',
    alsoAllowed: large,
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { length: 6 });
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      const kelvin = { xs: xs.mul(11).add(290), ys };
      return fitting(regressor(model, tf.train.adamax(0.005)), kelvin, { epochs: 18 });
    },
  },
]);
