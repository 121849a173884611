import { blobs, clusters, digits, sines, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate, twoHeads } from '../networks.js';
import { sick } from '../run.js';

const alsoAllowed = ['loss-not-improving'];

export const learningRateTooLow = sick('learning-rate-too-low', [
  {
    name: 'low-rate-sgd-classifier',
    heldOut: false,
    loop: 'fit',
    mistake: 'SGD with a learning rate of 1e-7.',
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 16, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(1e-7)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'low-rate-adam-cnn',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Adam with a learning rate of 1e-6.',
    alsoAllowed,
    build(tf, seed) {
      const model = cnn(tf, [10, 10, 1], [8, 16], 4);
      return fitting(classifier(model, tf.train.adam(1e-6)), blobs(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'low-rate-rmsprop-lstm',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'RMSProp with a learning rate of 1e-6.',
    alsoAllowed,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.rmsprop(1e-6)), sines(tf, seed, { length: 8 }), {
        epochs: 16,
      });
    },
  },
  {
    name: 'low-rate-momentum-regression',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Momentum with a learning rate of 1e-6.',
    alsoAllowed,
    build(tf, seed) {
      const model = regressor(mlp(tf, [8, 32, 1]), tf.train.momentum(1e-6, 0.9));
      return onBatches(tf, model, teacher(tf, seed, { noise: 0.1 }), { steps: 300 });
    },
  },
  {
    name: 'low-rate-custom-autoencoder',
    heldOut: false,
    loop: 'custom',
    mistake: 'Adam with a learning rate of 1e-7 on an autoencoder.',
    alsoAllowed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 8 }).xs.reshape([-1, 64]);
      const model = mlp(tf, [64, 24, 8, 24, 64], { hidden: { activation: 'tanh' } });
      return custom(
        tf,
        tf.train.adam(1e-7),
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
    name: 'low-rate-decays-too-fast',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'The learning rate starts at 1e-3 and is multiplied by 0.8 each step instead of each epoch.',
    // In the end the rate is so small that float32 cannot apply it.
    alsoAllowed: [...alsoAllowed, 'variable-not-training'],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const optimizer = tf.train.sgd(1e-3);
      const model = twoHeads(tf, 8, [32, 16], 3);
      model.compile({ optimizer, loss: ['categoricalCrossentropy', 'meanSquaredError'] });
      const data = { xs, ys: [clusters(tf, seed).ys, ys] };
      return onBatches(tf, model, data, {
        steps: 300,
        before: (step) => setLearningRate(optimizer, 1e-3 * 0.8 ** Math.min(step, 60)),
      });
    },
  },
  {
    name: 'low-rate-digits-sgd',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'SGD with a learning rate of 1e-5 on handwritten digits.',
    alsoAllowed,
    async build(tf) {
      const { train } = await digits(tf, 1600);
      return fitting(classifier(cnn(tf, [28, 28, 1], [8, 16], 10), tf.train.sgd(1e-5)), train, { epochs: 5 });
    },
  },
  {
    name: 'low-rate-wide-network',
    heldOut: false,
    loop: 'fit',
    mistake: 'A rate of 0.001 for plain gradient descent: after eighteen epochs the loss is hardly lower.',
    build(tf, seed) {
      const model = mlp(tf, [8, 256, 64, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(0.001)), clusters(tf, seed), { epochs: 18 });
    },
  },
]);
