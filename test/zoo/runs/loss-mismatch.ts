import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, teacher } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

/** A loss that is none for this output: it may stand still, jump, or run away below zero. */
const alsoAllowed = [
  'loss-not-improving',
  'loss-oscillating',
  'loss-diverging',
  'loss-spike',
  'loss-stalled',
  'variable-not-training',
  'class-collapse',
];

const layers = ['out'];

export const lossMismatch = sick('loss-mismatch', [
  {
    name: 'mismatch-crossentropy-of-linear',
    heldOut: false,
    loop: 'fit',
    mistake: 'Categorical cross-entropy is compiled on a linear output: the softmax was forgotten.',
    layers,
    alsoAllowed: [...alsoAllowed, 'exploding-gradient', 'loss-nonfinite', 'learning-rate-too-high'],
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 3]);
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'mismatch-crossentropy-of-sigmoids',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Categorical cross-entropy on four sigmoids instead of a softmax.',
    layers,
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 16, 4], { out: { activation: 'sigmoid' } });
      const data = clusters(tf, seed, { classes: 4 });
      return onBatches(tf, classifier(model, tf.train.rmsprop(0.003)), data, { steps: 300 });
    },
  },
  {
    name: 'mismatch-softmax-of-one',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'A binary classifier ends in a softmax of one unit, which is always 1.',
    layers,
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2 });
      const model = mlp(tf, [8, 24, 1], { out: { activation: 'softmax' } });
      const labels = ys.slice([0, 1], [-1, 1]);
      return fittingDataset(
        tf,
        classifier(model, tf.train.sgd(0.05), 'binaryCrossentropy'),
        { xs, ys: labels },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'mismatch-many-labels-one-softmax',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Images with one or two labels each meet softmax and categorical cross-entropy.',
    layers,
    alsoAllowed,
    build(tf, seed) {
      const [first, second] = [blobs(tf, seed), blobs(tf, seed + 1)];
      const both = { xs: first.xs.maximum(second.xs), ys: first.ys.maximum(second.ys) };
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.adam(0.003));
      return fitting(model, both, { epochs: 18 });
    },
  },
  {
    name: 'mismatch-signs-as-labels',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Binary cross-entropy gets labels of -1 and +1: it can go below zero without end.',
    layers,
    alsoAllowed: [...alsoAllowed, 'exploding-gradient', 'saturated-activation'],
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { length: 6, classes: 2 });
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }));
      const signs = ys.slice([0, 1], [-1, 1]).mul(2).sub(1);
      const compiled = classifier(model, tf.train.momentum(0.02, 0.9), 'binaryCrossentropy');
      return fitting(compiled, { xs, ys: signs }, { epochs: 18 });
    },
  },
  {
    name: 'mismatch-hinge-of-zeros',
    heldOut: false,
    loop: 'fit',
    mistake: 'A hinge loss wants labels of -1 and 1 and gets 0 and 1: those of 0 have no gradient.',
    layers,
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2, spread: 0.6 });
      const model = mlp(tf, [8, 16, 1], { hidden: { activation: 'relu' } });
      const labels = ys.slice([0, 1], [-1, 1]);
      return fitting(
        classifier(model, tf.train.rmsprop(0.002), 'squaredHinge'),
        { xs, ys: labels },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'mismatch-binary-crossentropy-of-linear',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Binary cross-entropy is compiled on a linear output: the sigmoid was forgotten.',
    layers,
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2, spread: 0.6 });
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      const labels = ys.slice([0, 1], [-1, 1]);
      const compiled = classifier(model, tf.train.adamax(0.003), 'binaryCrossentropy');
      return onBatches(tf, compiled, { xs, ys: labels }, { steps: 300 });
    },
  },
  {
    name: 'mismatch-standardised-target-of-sigmoid',
    heldOut: false,
    loop: 'fit',
    mistake: 'Standardised targets, half of them negative, meet a sigmoid output.',
    layers,
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 1], { out: { activation: 'sigmoid' } });
      return fitting(regressor(model, tf.train.momentum(0.05, 0.9)), teacher(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'mismatch-celsius-of-relu',
    heldOut: false,
    loop: 'fit',
    mistake: 'A temperature in degrees Celsius is predicted by a ReLU, which is never negative.',
    layers: ['size'],
    alsoAllowed: [...alsoAllowed, 'dead-relu', 'vanishing-gradient'],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const input = tf.input({ shape: [8], name: 'features' });
      const trunk = tf.layers.dense({ name: 'trunk', units: 24, activation: 'relu' }).apply(input);
      const heads = [
        tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }),
        tf.layers.dense({ name: 'size', units: 1, activation: 'relu' }),
      ].map((head) => head.apply(trunk) as tfjs.SymbolicTensor);
      const model = tf.model({ inputs: input, outputs: heads });
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      const kinds = tf.oneHot(xs.slice([0, 0], [-1, 3]).argMax(1).toInt(), 3);
      return fitting(model, { xs, ys: [kinds, ys.mul(4)] }, { epochs: 18 });
    },
  },
]);
