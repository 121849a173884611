import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, mlp, regressor } from '../../networks.js';
import { sick } from '../../run.js';
import { customers, friedman, mixtures, waves } from './data-a.js';
import { byHand, part, variables } from './loops-a.js';

export const poorInitialization = sick('poor-initialization', [
  {
    name: 't-init-all-the-same',
    heldOut: true,
    loop: 'fit',
    mistake: 'All weights start at 0.1: every unit is a copy of its neighbour, for ever.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const data = customers(tf, seed, { noise: 0.2 });
      const kernelInitializer = tf.initializers.constant({ value: 0.1 });
      const model = mlp(tf, [11, 16, 12, 1], {
        hidden: { activation: 'tanh', kernelInitializer },
        out: { activation: 'sigmoid', kernelInitializer },
      });
      return fitting(classifier(model, tf.train.adam(0.005), 'binaryCrossentropy'), data, { epochs: 14 });
    },
  },
  {
    name: 't-init-nothing-at-all',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The matrices of both hidden layers start as zeros, as their biases do; nothing ever moves but the last bias.',
    layers: ['first', 'second'],
    alsoAllowed: ['loss-not-improving', 'vanishing-gradient', 'variable-not-training'],
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 640, outputs: 2 });
      const weights = variables(tf, {
        first: [[7, 16], 0],
        second: [[16, 12], 0],
        head: [[12, 2], 0.3],
        level: [[2], 0],
      });
      const { first, second, head, level } = weights as Record<
        'first' | 'second' | 'head' | 'level',
        tfjs.Variable
      >;
      return byHand(tf, tf.train.adamax(0.01), weights, {
        steps: 300,
        loss(step) {
          const { xs, ys } = part(data, step, 40);
          const hidden = xs.matMul(first).tanh().matMul(second).tanh() as tfjs.Tensor2D;
          return tf.losses.huberLoss(ys, hidden.matMul(head).add(level));
        },
      });
    },
  },
  {
    name: 't-init-tiny',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A deviation of 0.01 for four layers, taken over from a paper on something else.',
    layers: ['hidden1', 'hidden2', 'hidden3', 'hidden4'],
    alsoAllowed: ['vanishing-gradient', 'loss-not-improving', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const data = waves(tf, seed, { examples: 512, length: 16 });
      const model = mlp(tf, [16, 24, 24, 16, 16, 3], {
        hidden: { activation: 'elu', kernelInitializer: tf.initializers.randomNormal({ stddev: 0.01 }) },
        out: { activation: 'softmax' },
      });
      return fittingDataset(
        tf,
        classifier(model, tf.train.sgd(0.05)),
        { xs: data.xs.reshape([512, 16]), ys: data.ys },
        { epochs: 14 },
      );
    },
  },
  {
    name: 't-init-huge-table',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake:
      'The weights of an autoencoder were drawn from 0 to 0.6, all positive: its first outputs are in the tens.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['exploding-gradient'],
    build(tf, seed) {
      const data = mixtures(tf, seed, { features: 16, rank: 4, examples: 512 });
      const kernelInitializer = tf.initializers.randomUniform({ minval: 0, maxval: 0.6 });
      const model = mlp(tf, [16, 12, 12, 16], {
        hidden: { activation: 'linear', kernelInitializer },
        out: { kernelInitializer },
      });
      return fitting(regressor(model, tf.train.adam(0.002)), data, { epochs: 14 });
    },
  },
]);
