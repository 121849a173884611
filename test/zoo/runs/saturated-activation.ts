import { blobs, clusters, sines, teacher } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

/** Units at their rails pass hardly a gradient on: what is before them stands still. */
const alsoAllowed = ['variable-not-training', 'vanishing-gradient', 'loss-not-improving', 'loss-stalled'];

export const saturatedActivation = sick('saturated-activation', [
  {
    name: 'saturated-by-raw-inputs',
    heldOut: false,
    loop: 'fit',
    mistake: 'Measurements in hundreds meet a tanh layer.',
    layers: ['hidden1'],
    alsoAllowed: [...alsoAllowed, 'inputs-not-normalized'],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const model = mlp(tf, [8, 32, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.003)), { xs: xs.mul(400), ys }, { epochs: 18 });
    },
  },
  {
    name: 'saturated-by-large-weights',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Two sigmoid layers start with weights of a standard deviation of 100.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: [...alsoAllowed, 'poor-initialization'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 100 });
      const model = mlp(tf, [8, 24, 24, 1], { hidden: { activation: 'sigmoid', kernelInitializer } });
      const compiled = regressor(model, tf.train.momentum(0.01, 0.9));
      return onBatches(tf, compiled, teacher(tf, seed, { noise: 0.1 }), { steps: 300 });
    },
  },
  {
    name: 'saturated-code-of-autoencoder',
    heldOut: false,
    loop: 'fit',
    mistake: 'The sigmoid code layer of an autoencoder has a bias that starts at 8.',
    layers: ['code'],
    alsoAllowed: [...alsoAllowed, 'poor-initialization'],
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 8, noise: 0.05 }).xs.reshape([-1, 64]);
      const model = tf.sequential();
      const biasInitializer = tf.initializers.constant({ value: 8 });
      model.add(tf.layers.dense({ name: 'encoder', units: 24, activation: 'relu', inputShape: [64] }));
      model.add(tf.layers.dense({ name: 'code', units: 12, activation: 'sigmoid', biasInitializer }));
      model.add(tf.layers.dense({ name: 'decoder', units: 64 }));
      return fitting(regressor(model, tf.train.rmsprop(0.001)), { xs: pixels, ys: pixels }, { epochs: 18 });
    },
  },
  {
    name: 'saturated-by-first-steps',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'Targets around 500 with SGD: the first gradients throw the tanh units to their rails.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: [...alsoAllowed, 'learning-rate-too-high', 'loss-oscillating', 'exploding-gradient'],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = mlp(tf, [8, 32, 16, 1], { hidden: { activation: 'tanh' } });
      const compiled = regressor(model, tf.train.sgd(0.01));
      return fittingDataset(tf, compiled, { xs, ys: ys.mul(100).add(500) }, { epochs: 18 });
    },
  },
  {
    name: 'saturated-after-recurrent',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A tanh layer behind an LSTM starts with a bias of -6.',
    layers: ['hidden'],
    alsoAllowed: [...alsoAllowed, 'poor-initialization', 'class-collapse'],
    build(tf, seed) {
      const model = tf.sequential();
      const biasInitializer = tf.initializers.constant({ value: -6 });
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'tanh', biasInitializer }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const data = sines(tf, seed, { length: 6, classes: 4 });
      return fitting(classifier(model, tf.train.adamax(0.003)), data, { epochs: 18 });
    },
  },
]);
