import type * as tfjs from '@tensorflow/tfjs';
import { fittingDataset } from '../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../networks.js';
import { sick } from '../../run.js';
import { friedman, mixtures, textures, waves } from './data-a.js';
import { byHand, chain, onParts, part } from './loops-a.js';

export const deadRelu = sick('dead-relu', [
  {
    name: 't-dead-non-negative-filters',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Images of 0 to 1 were shifted to -1 to 0, and the filters may not be negative: no relu can fire.',
    layers: ['conv'],
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = textures(tf, seed, { examples: 480, noise: 0.2 });
      const dark = xs.mul(0.4).sub(0.6).clipByValue(-1, 0);
      const model = chain(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 12,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          kernelInitializer: tf.initializers.randomUniform({ minval: -0.1, maxval: 0.3 }),
          kernelConstraint: tf.constraints.nonNeg(),
          inputShape: [8, 8, 1],
        }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'mix', units: 12, activation: 'elu' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onParts(
        tf,
        classifier(model, tf.train.rmsprop(0.002)),
        { xs: dark, ys },
        { steps: 300, size: 24 },
      );
    },
  },
  {
    name: 't-dead-after-a-jolt',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Half-way the rate is a hundred and twenty times too high for six steps, and most units never come back.',
    layers: ['hidden2'],
    onset: 161,
    alsoAllowed: [
      'learning-rate-too-high',
      'loss-spike',
      'exploding-gradient',
      'vanishing-gradient',
      'loss-diverging',
      'loss-stalled',
      'variable-not-training',
    ],
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 640 });
      const optimizer = tf.train.adam(0.005);
      const model = mlp(tf, [7, 24, 20, 1]);
      return byHand(tf, optimizer, model, {
        steps: 360,
        before: (step) => setLearningRate(optimizer, step >= 160 && step < 166 ? 0.6 : 0.005),
        loss(step) {
          const { xs, ys } = part(data, step, 32);
          return tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor);
        },
      });
    },
  },
  {
    name: 't-dead-shifted-norm',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The shift of a batch normalisation before a relu starts at -3.4.',
    layers: ['gate'],
    alsoAllowed: [
      'poor-initialization',
      'vanishing-gradient',
      'loss-not-improving',
      'variable-not-training',
      'class-collapse',
    ],
    build(tf, seed) {
      const data = waves(tf, seed, { examples: 512, length: 16 });
      const model = chain(
        tf,
        tf.layers.flatten({ inputShape: [16, 1] }),
        tf.layers.dense({ name: 'mix', units: 24 }),
        tf.layers.batchNormalization({
          name: 'even',
          betaInitializer: tf.initializers.constant({ value: -3.4 }),
        }),
        tf.layers.activation({ name: 'gate', activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fittingDataset(tf, classifier(model, tf.train.adam(0.002)), data, { epochs: 14 });
    },
  },
  {
    name: 't-dead-first-steps',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake:
      'The warm-up runs backwards: the first eight steps have thirty times the rate, and kill the narrow layer.',
    layers: ['hidden2'],
    alsoAllowed: [
      'learning-rate-too-high',
      'loss-not-improving',
      'exploding-gradient',
      'vanishing-gradient',
      'loss-stalled',
      'variable-not-training',
      'loss-spike',
    ],
    build(tf, seed) {
      const data = mixtures(tf, seed, { features: 12, rank: 4, examples: 640 });
      const optimizer = tf.train.adam(0.01);
      const model = mlp(tf, [12, 20, 8, 12]);
      return onParts(tf, regressor(model, optimizer), data, {
        steps: 300,
        size: 32,
        before: (step) => setLearningRate(optimizer, step < 8 ? 0.5 : 0.01),
      });
    },
  },
]);
