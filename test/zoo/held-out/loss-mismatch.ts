import { clusters } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { additions, friedman, parity, rings, stripes, tags } from './data.js';

const layers = ['out'];

export const lossMismatch = sick('loss-mismatch', [
  {
    name: 'h-mismatch-linear-classes',
    heldOut: true,
    loop: 'fit',
    mistake: 'Categorical cross-entropy on outputs without an activation: they are no probabilities.',
    layers,
    alsoAllowed: ['loss-oscillating'],
    build(tf, seed) {
      const model = classifier(mlp(tf, [8, 24, 3]), tf.train.adam(0.003));
      return fitting(model, clusters(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'h-mismatch-sigmoid-classes',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Categorical cross-entropy on four sigmoids, which do not add up to 1.',
    layers,
    build(tf, seed) {
      const model = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
      model.add(tf.layers.conv2d({ name: 'conv1', filters: 8, ...strided, inputShape: [8, 8, 1] }));
      model.add(tf.layers.conv2d({ name: 'conv2', filters: 12, ...strided }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'sigmoid' }));
      return fitting(classifier(model, tf.train.rmsprop(0.002)), stripes(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'h-mismatch-softmax-of-one',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Softmax of a single unit, which is always 1.',
    layers,
    // The output is constant: nothing has a gradient.
    alsoAllowed: ['variable-not-training', 'vanishing-gradient', 'loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.momentum(0.02, 0.9), 'binaryCrossentropy');
      return onBatches(tf, model, parity(tf, seed), { steps: 280 });
    },
  },
  {
    name: 'h-mismatch-several-tags',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Several tags may be true at once, but softmax and categorical cross-entropy take one class.',
    layers,
    build(tf, seed) {
      const model = mlp(tf, [10, 32, 5], { out: { activation: 'softmax' } });
      return fittingDataset(tf, classifier(model, tf.train.adamax(0.01)), tags(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'h-mismatch-linear-binary',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Binary cross-entropy on an output without an activation.',
    layers,
    build(tf, seed) {
      const { xs, ys } = rings(tf, seed, { classes: 2 });
      const model = classifier(mlp(tf, [2, 32, 1]), tf.train.adagrad(0.05), 'binaryCrossentropy');
      return onBatches(tf, model, { xs, ys: ys.slice([0, 1], [512, 1]) }, { steps: 280 });
    },
  },
  {
    name: 'h-mismatch-signs-as-labels',
    heldOut: true,
    loop: 'fit',
    mistake: 'Binary cross-entropy with labels of -1 and 1.',
    layers,
    build(tf, seed) {
      const { xs, ys } = tags(tf, seed, { features: 8, tags: 1 });
      const model = mlp(tf, [8, 16, 1], { out: { activation: 'sigmoid' } });
      classifier(model, tf.train.sgd(0.05), 'binaryCrossentropy');
      return fitting(model, { xs, ys: ys.mul(2).sub(1) }, { epochs: 18 });
    },
  },
  {
    name: 'h-mismatch-squashed-regression',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Standardised targets, half of them negative, and a sigmoid as the last activation.',
    layers,
    build(tf, seed) {
      const { xs, ys } = additions(tf, seed, { length: 5 });
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [5, 2] }));
      model.add(tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }));
      return fitting(regressor(model, tf.train.adam(0.005)), { xs, ys: ys.div(0.82) }, { epochs: 16 });
    },
  },
  {
    name: 'h-mismatch-rectified-head',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'One of two heads predicts standardised targets through a ReLU, which has no negative values.',
    layers: ['size'],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed);
      const input = tf.input({ shape: [8], name: 'features' });
      const trunk = tf.layers.dense({ name: 'trunk', units: 32, activation: 'tanh' }).apply(input);
      const kind = tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }).apply(trunk);
      const size = tf.layers.dense({ name: 'size', units: 1, activation: 'relu' }).apply(trunk);
      const model = tf.model({ inputs: input, outputs: [kind, size] as (typeof input)[] });
      model.compile({
        optimizer: tf.train.adam(0.005),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      const kinds = clusters(tf, seed);
      return onBatches(tf, model, { xs: kinds.xs.add(xs), ys: [kinds.ys, ys] }, { steps: 300 });
    },
  },
]);
