import { blobs, clusters, digits, sines, teacher } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate, twoHeads } from '../networks.js';
import { sick } from '../run.js';

/** Dead units pass nothing on: what feeds only them does not move, and nothing is learned. */
const starved = ['variable-not-training', 'loss-not-improving'];
/** The step that killed the units was too large. */
const killed = [...starved, 'learning-rate-too-high', 'loss-diverging', 'exploding-gradient'];

export const deadRelu = sick('dead-relu', [
  {
    name: 'dead-by-bias',
    heldOut: false,
    loop: 'fit',
    mistake: 'The bias of a ReLU layer starts at -5.',
    layers: ['hidden1'],
    alsoAllowed: starved,
    build(tf, seed) {
      const biasInitializer = tf.initializers.constant({ value: -5 });
      const model = mlp(tf, [8, 48, 3], { hidden: { biasInitializer }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(0.05)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'dead-by-first-steps-of-adam',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Adam starts at a rate of 1 for ten steps and goes on with 0.001: the units are dead by then.',
    layers: ['hidden1', 'hidden2', 'hidden3'],
    alsoAllowed: killed,
    build(tf, seed) {
      const optimizer = tf.train.adam(1);
      const model = regressor(mlp(tf, [8, 32, 32, 32, 1]), optimizer);
      return onBatches(tf, model, teacher(tf, seed), {
        steps: 300,
        before: (step) => setLearningRate(optimizer, step < 10 ? 1 : 0.001),
      });
    },
  },
  {
    name: 'dead-convolution',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The bias of the second convolution starts at -4.',
    layers: ['conv2'],
    alsoAllowed: starved,
    build(tf, seed) {
      const model = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
      model.add(tf.layers.conv2d({ name: 'conv1', filters: 8, ...strided, inputShape: [10, 10, 1] }));
      const biasInitializer = tf.initializers.constant({ value: -4 });
      model.add(tf.layers.conv2d({ name: 'conv2', filters: 16, ...strided, biasInitializer }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.rmsprop(0.001)), blobs(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'dead-by-negative-weights',
    heldOut: false,
    loop: 'fit',
    mistake: 'Weights drawn from -0.5 to 0.05 meet pixels that are never negative.',
    layers: ['hidden1'],
    // Weights of one sign are the mistake itself.
    alsoAllowed: [...starved, 'poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed);
      const kernelInitializer = tf.initializers.randomUniform({ minval: -0.5, maxval: 0.05 });
      const model = mlp(tf, [100, 32, 4], { hidden: { kernelInitializer }, out: { activation: 'softmax' } });
      return fitting(
        classifier(model, tf.train.momentum(0.01, 0.9)),
        { xs: xs.reshape([-1, 100]), ys },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'dead-by-unscaled-inputs',
    heldOut: false,
    loop: 'fit',
    mistake: 'Inputs around 10, Adam 0.05: the first steps push the units below zero for every input.',
    layers: ['trunk1', 'trunk2'],
    alsoAllowed: ['inputs-not-normalized', ...killed],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = twoHeads(tf, 8, [32, 16], 3);
      model.compile({
        optimizer: tf.train.adam(0.05),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return fitting(model, { xs: xs.mul(2).add(10), ys: [clusters(tf, seed).ys, ys] }, { epochs: 18 });
    },
  },
  {
    name: 'dead-code-of-autoencoder',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'The code layer of an autoencoder is a ReLU whose bias starts at -3.',
    layers: ['code'],
    alsoAllowed: starved,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6 }).xs.reshape([-1, 36]);
      const model = tf.sequential();
      const biasInitializer = tf.initializers.constant({ value: -3 });
      model.add(tf.layers.dense({ name: 'encoder', units: 24, activation: 'tanh', inputShape: [36] }));
      model.add(tf.layers.dense({ name: 'code', units: 12, activation: 'relu', biasInitializer }));
      model.add(tf.layers.dense({ name: 'decoder', units: 36 }));
      model.compile({ optimizer: tf.train.adam(0.001), loss: 'meanSquaredError' });
      return onBatches(tf, model, { xs: pixels, ys: pixels }, { steps: 300 });
    },
  },
  {
    name: 'dead-after-recurrent',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A ReLU layer behind a GRU has a bias of -4: the state, within -1..1, cannot lift it.',
    layers: ['hidden'],
    alsoAllowed: starved,
    build(tf, seed) {
      const model = tf.sequential();
      const biasInitializer = tf.initializers.constant({ value: -4 });
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', biasInitializer }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.adam(0.001)), sines(tf, seed, { length: 8 }), { epochs: 16 });
    },
  },
  {
    name: 'dead-digits',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'One of three ReLU layers starts with a bias of -3 on handwritten digits.',
    layers: ['middle'],
    alsoAllowed: starved,
    async build(tf) {
      const { train } = await digits(tf, 1600);
      const model = tf.sequential();
      const biasInitializer = tf.initializers.constant({ value: -3 });
      model.add(tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }));
      model.add(tf.layers.dense({ name: 'first', units: 48, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'middle', units: 48, activation: 'relu', biasInitializer }));
      model.add(tf.layers.dense({ name: 'out', units: 10, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.sgd(0.05)), train, { epochs: 6 });
    },
  },
]);
