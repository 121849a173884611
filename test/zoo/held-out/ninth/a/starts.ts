import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sines, spirals, teacher } from '../../../data.js';
import { custom, fitting, fittingDataset, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { crossEntropy } from '../../eighth/loops.js';
import { stack } from '../../part2-networks.js';

export const saturated = sick('saturated-activation', [
  {
    // Standard normal kernels, without the square root of the number of inputs.
    heldOut: true,
    name: 'n-saturated-kernels-of-unit-variance',
    loop: 'fit',
    mistake: 'Kernels of tanh layers start with a deviation of 1.5, where some 0.15 would do.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['poor-initialization', 'vanishing-gradient'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 1.5 });
      const model = mlp(tf, [40, 32, 32, 4], {
        hidden: { activation: 'tanh', kernelInitializer },
        out: { activation: 'softmax' },
      });
      const data = clusters(tf, seed, { examples: 800, features: 40, classes: 4, spread: 0.5 });
      return fitting(classifier(model, tf.train.sgd(0.03)), data, { epochs: 12 });
    },
  },
  {
    // A batch normalisation whose scale starts at 20, before a sigmoid.
    heldOut: true,
    name: 'n-saturated-scaled-before-a-sigmoid',
    loop: 'fitDataset',
    mistake: "The normalisation's scale was made 20, so that the sigmoids behind it are always at a rail.",
    layers: ['squash'],
    alsoAllowed: ['poor-initialization', 'vanishing-gradient'],
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.dense({ name: 'mix', units: 24, inputShape: [6], useBias: false }),
        tf.layers.batchNormalization({
          name: 'norm',
          gammaInitializer: tf.initializers.constant({ value: 20 }),
        }),
        tf.layers.activation({ name: 'squash', activation: 'sigmoid' }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const data = teacher(tf, seed, { examples: 640, features: 6, noise: 0.1 });
      return fittingDataset(tf, regressor(model, tf.train.adam(0.005)), data, { epochs: 12 });
    },
  },
]);

export const poorStarts = sick('poor-initialization', [
  {
    // All kernels start at zero, as the coefficients of a linear model may.
    heldOut: true,
    name: 'n-start-hidden-kernels-of-zero',
    loop: 'trainOnBatch',
    mistake: 'Both hidden kernels are initialised to zeros.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['loss-not-improving', 'variable-not-training', 'class-collapse', 'vanishing-gradient'],
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 16, 3], {
        hidden: { activation: 'tanh', kernelInitializer: 'zeros' },
        out: { activation: 'softmax' },
      });
      const data = spirals(tf, seed, { examples: 960, classes: 3 });
      return onBatches(tf, classifier(model, tf.train.rmsprop(0.004)), data, { steps: 300 });
    },
  },
  {
    // Every unit of the hidden layer starts as the same, and stays so.
    heldOut: true,
    name: 'n-start-all-units-alike',
    loop: 'custom',
    mistake: 'Kernels are filled with one number, so that sixteen units learn what one would.',
    layers: ['first', 'second'],
    alsoAllowed: ['loss-stalled', 'loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const kernel = (rows: number, columns: number) => tf.variable(tf.fill([rows, columns], 0.1));
      const net = {
        'first/kernel': kernel(6, 16),
        'first/bias': tf.variable(tf.zeros([16])),
        'second/kernel': kernel(16, 16),
        'second/bias': tf.variable(tf.zeros([16])),
        'out/kernel': tf.variable(tf.tile([[0.1, 0, -0.1]], [16, 1])),
      };
      return custom(
        tf,
        tf.train.adam(0.01),
        net,
        clusters(tf, seed, { examples: 960, features: 6, classes: 3 }),
        {
          steps: 280,
          loss: (x, y) => {
            const first = x.matMul(net['first/kernel']).add(net['first/bias']).tanh();
            const second = first.matMul(net['second/kernel']).add(net['second/bias']).tanh();
            return crossEntropy(tf, y, second.matMul(net['out/kernel']));
          },
        },
      );
    },
  },
]);

export const penalties = sick('regularization-dominates', [
  {
    // A penalty that was tuned for a sum over all examples.
    heldOut: true,
    name: 'n-penalty-weight-decay-for-a-sum',
    loop: 'fit',
    mistake: 'The L2 weight is 0.1, a hundred times that which such a network takes.',
    alsoAllowed: ['loss-stalled', 'loss-not-improving', 'class-collapse', 'vanishing-gradient', 'dead-relu'],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.1 });
      const model = mlp(tf, [12, 64, 32, 3], {
        hidden: { kernelRegularizer },
        out: { activation: 'softmax' },
      });
      const data = clusters(tf, seed, { examples: 800, features: 12, spread: 1.5 });
      return fitting(classifier(model, tf.train.sgd(0.01)), data, { epochs: 12 });
    },
  },
  {
    // A sparse code for series; the loop tells what its penalty is.
    heldOut: true,
    name: 'n-penalty-sparse-code',
    loop: 'custom',
    mistake: 'The absolute weights count 0.03 each, where 0.001 was meant: little else is minimised.',
    alsoAllowed: ['loss-stalled', 'loss-not-improving', 'vanishing-gradient'],
    build(tf, seed) {
      const { xs } = sines(tf, seed, { examples: 960, length: 12 });
      const series = xs.reshape([960, 12]);
      const kernelRegularizer = tf.regularizers.l1({ l1: 0.03 });
      const model = stack(
        tf,
        tf.layers.dense({ name: 'code', units: 24, activation: 'elu', inputShape: [12], kernelRegularizer }),
        tf.layers.dense({ name: 'series', units: 12, kernelRegularizer }),
      );
      const penalty = () => model.calculateLosses();
      const loss = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.addN([tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor), ...penalty()]) as tfjs.Scalar;
      return {
        ...custom(tf, tf.train.adam(0.0005), model, { xs: series, ys: series }, { steps: 300, loss }),
        penalty,
      };
    },
  },
]);
