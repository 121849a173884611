import type * as tfjs from '@tensorflow/tfjs';
import { blobs, teacher } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../networks.js';
import { sick } from '../../run.js';
import { rings, waves } from './data-a.js';
import { byHand, chain, onParts, part } from './loops-a.js';

export const saturatedActivation = sick('saturated-activation', [
  {
    name: 't-saturated-wide-start',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The weights of a tanh layer on sixteen samples start at a deviation of 4 rather than 0.25.',
    layers: ['hidden'],
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = waves(tf, seed, { examples: 512, length: 16 });
      const model = chain(
        tf,
        tf.layers.flatten({ inputShape: [16, 1] }),
        tf.layers.dense({
          name: 'hidden',
          units: 20,
          activation: 'tanh',
          kernelInitializer: tf.initializers.randomNormal({ stddev: 4 }),
        }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fitting(classifier(model, tf.train.adam(0.003)), { xs, ys }, { epochs: 14 });
    },
  },
  {
    name: 't-saturated-raw-pixels',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Pixels of 0 to 255 go straight into sigmoids.',
    layers: ['conv'],
    alsoAllowed: ['inputs-not-normalized'],
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { examples: 512, size: 8 });
      const model = chain(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 8,
          kernelSize: 3,
          strides: 2,
          activation: 'sigmoid',
          inputShape: [8, 8, 1],
        }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
      );
      return onParts(
        tf,
        classifier(model, tf.train.adam(0.002)),
        { xs: xs.mul(255), ys },
        { steps: 260, size: 32 },
      );
    },
  },
  {
    name: 't-saturated-open-gates',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The biases of the gates start at 6, so that all gates are wide open and stay so.',
    layers: ['gate'],
    alsoAllowed: ['poor-initialization', 'vanishing-gradient', 'variable-not-training'],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 512, outputs: 2 });
      const input = tf.input({ shape: [8] });
      const gate = tf.layers.dense({
        name: 'gate',
        units: 16,
        activation: 'sigmoid',
        biasInitializer: tf.initializers.constant({ value: 6 }),
      });
      const value = tf.layers.dense({ name: 'value', units: 16, activation: 'elu' });
      const gated = tf.layers
        .multiply()
        .apply([gate.apply(input), value.apply(input)] as tfjs.SymbolicTensor[]);
      const outputs = tf.layers.dense({ name: 'out', units: 2 }).apply(gated) as tfjs.SymbolicTensor;
      const model = tf.model({ inputs: input, outputs });
      return fittingDataset(tf, regressor(model, tf.train.sgd(0.03)), data, { epochs: 14 });
    },
  },
  {
    name: 't-saturated-thrown-to-the-rails',
    heldOut: true,
    loop: 'custom',
    mistake:
      'From step 181 on the rate is sixty times as high, a slip in a table; the tanh units end at -1 and 1.',
    layers: ['hidden1', 'hidden2'],
    onset: 181,
    alsoAllowed: [
      'learning-rate-too-high',
      'loss-spike',
      'exploding-gradient',
      'vanishing-gradient',
      'loss-diverging',
      'loss-oscillating',
    ],
    build(tf, seed) {
      const data = rings(tf, seed, { examples: 640, classes: 2 });
      const optimizer = tf.train.adam(0.01);
      const model = mlp(tf, [2, 20, 16, 2], { hidden: { activation: 'tanh' } });
      return byHand(tf, optimizer, model, {
        steps: 340,
        before: (step) => setLearningRate(optimizer, step < 180 ? 0.01 : 0.6),
        loss(step) {
          const { xs, ys } = part(data, step, 32);
          return tf.losses.softmaxCrossEntropy(ys, model.apply(xs) as tfjs.Tensor);
        },
      });
    },
  },
]);
