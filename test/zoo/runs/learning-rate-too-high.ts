import { blobs, clusters, digits, sines, spirals, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor, twoHeads } from '../networks.js';
import { sick } from '../run.js';

/** What updates that are too large do to a network. */
const consequences = [
  'loss-diverging',
  'loss-nonfinite',
  'loss-not-improving',
  'exploding-gradient',
  'dead-relu',
  'variable-not-training',
];

export const learningRateTooHigh = sick('learning-rate-too-high', [
  {
    name: 'high-rate-sgd-classifier',
    heldOut: false,
    loop: 'fit',
    mistake: 'SGD with a learning rate of 10.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 16, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(10)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'high-rate-adam-classifier',
    heldOut: false,
    loop: 'fit',
    mistake: 'Adam with a learning rate of 1.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 16, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(1)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'high-rate-adam-regression',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Adam with a learning rate of 0.5 on a regression.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = regressor(mlp(tf, [8, 32, 32, 1]), tf.train.adam(0.5));
      return onBatches(tf, model, teacher(tf, seed, { noise: 0.1 }), { steps: 300 });
    },
  },
  {
    name: 'high-rate-momentum-cnn',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Momentum 0.9 with a learning rate of 1 on small images.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = cnn(tf, [10, 10, 1], [8, 16], 4);
      return fitting(classifier(model, tf.train.momentum(1, 0.9)), blobs(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'high-rate-rmsprop-lstm',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'RMSProp with a learning rate of 2 on sequences.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const data = sines(tf, seed, { length: 8, classes: 4 });
      return fitting(classifier(model, tf.train.rmsprop(2)), data, { epochs: 18 });
    },
  },
  {
    name: 'high-rate-two-heads',
    heldOut: false,
    loop: 'fit',
    mistake: 'Adam with a learning rate of 1 on a model with two heads.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = twoHeads(tf, 8, [32, 16], 3);
      model.compile({ optimizer: tf.train.adam(1), loss: ['categoricalCrossentropy', 'meanSquaredError'] });
      return fitting(model, { xs, ys: [clusters(tf, seed).ys, ys] }, { epochs: 20 });
    },
  },
  {
    name: 'high-rate-custom-autoencoder',
    heldOut: false,
    loop: 'custom',
    mistake: 'Adam with a learning rate of 0.3 on an autoencoder.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 8 }).xs.reshape([-1, 64]);
      const model = mlp(tf, [64, 24, 8, 24, 64], { hidden: { activation: 'tanh' } });
      return custom(
        tf,
        tf.train.adam(0.3),
        model,
        { xs: pixels, ys: pixels },
        {
          steps: 280,
          loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as typeof pixels),
        },
      );
    },
  },
  {
    name: 'high-rate-spirals-tanh',
    heldOut: false,
    loop: 'fit',
    mistake: 'SGD with a learning rate of 8 on a tanh network.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = mlp(tf, [2, 32, 32, 2], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.sgd(8)), spirals(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'high-rate-digits',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Adam with a learning rate of 0.1, a hundred times its default, on handwritten digits.',
    alsoAllowed: consequences,
    async build(tf) {
      const { train } = await digits(tf, 1600);
      return fitting(classifier(cnn(tf, [28, 28, 1], [8, 16], 10), tf.train.adam(0.1)), train, { epochs: 5 });
    },
  },
]);
