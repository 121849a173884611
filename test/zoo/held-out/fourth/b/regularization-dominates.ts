import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { sick } from '../../../run.js';
import { flats } from './records.js';
import { comments, oscillator } from './signals.js';
import { byGradients, drawn } from './steps.js';

export const regularizationDominates = sick('regularization-dominates', [
  {
    name: 'u-penalty-for-errors-in-millions',
    heldOut: true,
    loop: 'fit',
    mistake:
      'Prices are in millions, errors far below 0.01: an L1 penalty of 0.002 is all there is to gain from.',
    layers: ['inner', 'outer'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed);
      const kernelRegularizer = tf.regularizers.l1({ l1: 0.002 });
      const model = tf.sequential();
      model.add(
        tf.layers.dense({ name: 'inner', units: 24, activation: 'tanh', inputShape: [5], kernelRegularizer }),
      );
      model.add(tf.layers.dense({ name: 'outer', units: 12, activation: 'tanh', kernelRegularizer }));
      model.add(tf.layers.dense({ name: 'price', units: 1 }));
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'meanSquaredError' });
      return fitting(model, { xs, ys: ys.div(1000) }, { epochs: 18 });
    },
  },
  {
    name: 'u-penalty-of-whole-vocabulary',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'An L2 penalty of 0.2 sums up over all 32 words of an embedding, seen in a batch or not.',
    layers: ['words'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.embedding({
          name: 'words',
          inputDim: 32,
          outputDim: 8,
          inputLength: 8,
          embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.4 }),
          embeddingsRegularizer: tf.regularizers.l2({ l2: 0.2 }),
        }),
      );
      model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
      model.add(tf.layers.dense({ name: 'topic', units: 4, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.001),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      const { xs, ys } = comments(tf, seed);
      return drawn(tf, model, { xs, ys }, { steps: 340, batch: 10, seed });
    },
  },
  {
    name: 'u-penalty-summed-over-time',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loop adds the penalties of the model once for every one of the ten time steps.',
    layers: ['memory', 'next'],
    build(tf, seed) {
      const penalty = () => tf.regularizers.l1l2({ l1: 0.002, l2: 0.08 });
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 12,
          inputShape: [10, 1],
          kernelRegularizer: penalty(),
          recurrentRegularizer: penalty(),
        }),
      );
      model.add(tf.layers.dense({ name: 'next', units: 1, kernelRegularizer: penalty() }));
      return byGradients(tf, tf.train.rmsprop(0.001), model, oscillator(tf, seed), {
        steps: 300,
        seed,
        loss: ([x], [y]) => {
          if (!x || !y) throw new Error('training: expected an input and an output, found none');
          const error = tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Tensor;
          return model.calculateLosses().reduce<tfjs.Tensor>((sum, part) => sum.add(part.mul(10)), error);
        },
      });
    },
  },
]);
