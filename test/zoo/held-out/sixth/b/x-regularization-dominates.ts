import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { messages, patients, pendulum, returns, spectra } from './x-data.js';
import { applying, drawing, minimizing } from './x-loops.js';

const softmax = { activation: 'softmax' } as const;

export const regularizationDominates = sick('regularization-dominates', [
  {
    name: 'x-penalty-of-divided-loss',
    heldOut: true,
    loop: 'fit',
    mistake: 'The loss is divided by the 32 examples of a batch once more, though it is a mean already.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const model = mlp(tf, [10, 24, 16, 3], {
        hidden: { activation: 'elu', kernelRegularizer: tf.regularizers.l2({ l2: 0.03 }) },
        out: softmax,
      });
      const loss = (label: tfjs.Tensor, guess: tfjs.Tensor) =>
        tf.metrics.categoricalCrossentropy(label, guess).mean().div(32) as tfjs.Scalar;
      const data = patients(tf, seed, { shares: [1, 1, 1] });
      return fitting(classifier(model, tf.train.adam(0.002), loss), data, { epochs: 12 });
    },
  },
  {
    name: 'x-penalty-words-l1',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'An L1 penalty of 0.1 on each weight of a layer that has thousands.',
    layers: ['words'],
    alsoAllowed: ['class-collapse', 'loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.dense({
          name: 'words',
          units: 16,
          activation: 'tanh',
          inputShape: [150],
          kernelRegularizer: tf.regularizers.l1({ l1: 0.1 }),
        }),
      );
      model.add(tf.layers.dense({ name: 'topic', units: 3, ...softmax }));
      const data = messages(tf, seed, { examples: 640 });
      return fittingDataset(tf, classifier(model, tf.train.adam(0.002)), data, { epochs: 16 });
    },
  },
  {
    name: 'x-penalty-of-small-returns',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'The L2 penalty of 0.01 as it comes; the targets are returns of two per cent, not of unit scale.',
    layers: ['hidden1', 'hidden2'],
    build(tf, seed) {
      const model = mlp(tf, [10, 24, 12, 1], {
        hidden: { activation: 'elu', kernelRegularizer: tf.regularizers.l2() },
      });
      const compiled = regressor(model, tf.train.adam(0.002));
      return drawing(tf, compiled, returns(tf, seed), { steps: 360, seed, batchSize: 40 });
    },
  },
  {
    name: 'x-penalty-times-examples',
    heldOut: true,
    loop: 'custom',
    mistake:
      "The loop multiplies the model's penalties by the 32 examples of a batch, though its loss is a mean.",
    layers: ['peaks', 'hidden'],
    alsoAllowed: ['class-collapse', 'loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.025 });
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'peaks',
          filters: 8,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 1],
          kernelRegularizer,
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', kernelRegularizer }));
      model.add(tf.layers.dense({ name: 'out', units: 4 }));
      return minimizing(tf, tf.train.rmsprop(0.001), model, spectra(tf, seed), {
        steps: 340,
        seed,
        loss: (x, y) => {
          const error = tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor);
          return error.add(tf.addN(model.calculateLosses()).mul(32)) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'x-penalty-own-decay',
    heldOut: true,
    loop: 'custom',
    mistake: 'A hand-made weight decay adds the squares of all weights, times 0.4: the mean was meant.',
    layers: ['first', 'second', 'third'],
    alsoAllowed: ['loss-diverging', 'loss-not-improving', 'loss-stalled', 'vanishing-gradient'],
    build(tf, seed) {
      const weights = (rows: number, columns: number) =>
        tf.variable(tf.randomNormal([rows, columns], 0, Math.sqrt(1 / rows)));
      const variables = {
        'first/weights': weights(4, 24),
        'first/offset': tf.variable(tf.zeros([24])),
        'second/weights': weights(24, 16),
        'second/offset': tf.variable(tf.zeros([16])),
        'third/weights': weights(16, 2),
        'third/offset': tf.variable(tf.zeros([2])),
      };
      const layer = (x: tfjs.Tensor, name: 'first' | 'second' | 'third') =>
        x.matMul(variables[`${name}/weights`]).add(variables[`${name}/offset`]);
      const penalty = () =>
        tf
          .addN([
            variables['first/weights'].square().sum(),
            variables['second/weights'].square().sum(),
            variables['third/weights'].square().sum(),
          ])
          .mul(0.4) as tfjs.Scalar;
      return applying(tf, tf.train.momentum(0.002, 0.9), variables, pendulum(tf, seed), {
        steps: 360,
        seed,
        penalty,
        loss: (x, y) => {
          const guess = layer(layer(layer(x, 'first').tanh(), 'second').tanh(), 'third');
          return tf.losses.meanSquaredError(y, guess).add(penalty()) as tfjs.Scalar;
        },
      });
    },
  },
]);
