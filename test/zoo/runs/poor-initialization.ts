import { blobs, clusters, sines, spirals, teacher } from '../data.js';
import { custom, fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Units that are all alike, or nothing at all. */
const alike = ['loss-not-improving', 'loss-stalled', 'variable-not-training', 'class-collapse'];
/** Weights that are nearly nothing. */
const small = [...alike, 'vanishing-gradient', 'dead-relu', 'learning-rate-too-low'];
/** Weights that throw the activations out of scale. */
const large = ['learning-rate-too-low', 'exploding-gradient', 'loss-oscillating', 'loss-stalled'];

export const poorInitialization = sick('poor-initialization', [
  {
    name: 'start-all-weights-equal',
    heldOut: false,
    loop: 'fit',
    mistake: 'Every weight of every layer starts at 0.1: the units of a layer stay copies of each other.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: alike,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.constant({ value: 0.1 });
      const model = mlp(tf, [8, 32, 16, 3], {
        hidden: { kernelInitializer },
        out: { ...softmax, kernelInitializer },
      });
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'start-hidden-zeros',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Both hidden layers start at zero: nothing comes through, nothing flows back.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: [...alike, 'dead-relu', 'vanishing-gradient'],
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 24, 1], { hidden: { kernelInitializer: 'zeros' } });
      const compiled = regressor(model, tf.train.sgd(0.05));
      return onBatches(tf, compiled, teacher(tf, seed, { noise: 0.1 }), { steps: 300 });
    },
  },
  {
    name: 'start-wide-at-scale-one',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'Wide ReLU layers are drawn with a standard deviation of 1, whatever their fan-in.',
    layers: ['hidden1', 'hidden2', 'hidden3'],
    alsoAllowed: large,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 1 });
      const model = mlp(tf, [8, 64, 64, 32, 3], { hidden: { kernelInitializer }, out: softmax });
      return fittingDataset(tf, classifier(model, tf.train.adam(0.001)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'start-far-too-small',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'All layers of a convolutional network are drawn with a standard deviation of 0.0005.',
    layers: ['conv1', 'conv2', 'out'],
    alsoAllowed: small,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.0005 });
      const model = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
      const inputShape: [number, number, number] = [10, 10, 1];
      model.add(tf.layers.conv2d({ name: 'conv1', filters: 8, ...strided, kernelInitializer, inputShape }));
      model.add(tf.layers.conv2d({ name: 'conv2', filters: 16, ...strided, kernelInitializer }));
      model.add(tf.layers.flatten({ name: 'features' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, ...softmax, kernelInitializer }));
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), blobs(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'start-recurrent-equal',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A GRU and its output start with all weights at 0.2: eight units do the work of one.',
    layers: ['memory'],
    alsoAllowed: alike,
    build(tf, seed) {
      const kernelInitializer = tf.initializers.constant({ value: 0.2 });
      const model = tf.sequential();
      model.add(
        tf.layers.gru({
          name: 'memory',
          units: 8,
          inputShape: [6, 1],
          kernelInitializer,
          recurrentInitializer: kernelInitializer,
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 4, ...softmax, kernelInitializer }));
      const data = sines(tf, seed, { length: 6, classes: 4 });
      return fitting(classifier(model, tf.train.rmsprop(0.005)), data, { epochs: 18 });
    },
  },
  {
    name: 'start-custom-filled',
    heldOut: false,
    loop: 'custom',
    mistake: 'Variables of a hand-written network are filled with a constant instead of drawn.',
    layers: ['hidden', 'out'],
    alsoAllowed: alike,
    build(tf, seed) {
      const variables = {
        'hidden/kernel': tf.variable(tf.fill([2, 24], 0.1)),
        'hidden/bias': tf.variable(tf.zeros([24])),
        'out/kernel': tf.variable(tf.fill([24, 2], 0.1)),
        'out/bias': tf.variable(tf.zeros([2])),
      };
      return custom(tf, tf.train.adamax(0.02), variables, spirals(tf, seed), {
        steps: 300,
        loss: (x, y) => {
          const hidden = x.matMul(variables['hidden/kernel']).add(variables['hidden/bias']).tanh();
          const logits = hidden.matMul(variables['out/kernel']).add(variables['out/bias']);
          return tf.losses.softmaxCrossEntropy(y, logits);
        },
      });
    },
  },
]);
