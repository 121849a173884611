import type * as tfjs from '@tensorflow/tfjs';
import { oneHot } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { sick } from '../../../run.js';
import { rentals, wines } from './records.js';
import { comments } from './signals.js';
import { batches, drawn } from './steps.js';

type Symbolic = tfjs.SymbolicTensor;

export const lossMismatch = sick('loss-mismatch', [
  {
    name: 'u-mismatch-alarm-of-tanh',
    heldOut: true,
    loop: 'fit',
    mistake: 'The alarm head of a two-headed model ends in tanh, but is trained by binary cross-entropy.',
    layers: ['alarm'],
    alsoAllowed: ['loss-stalled', 'poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = rentals(tf, seed, { examples: 640 });
      const busy = ys.greater(5).toFloat();
      const level = ys.add(1).log();
      const input = tf.input({ shape: [5], name: 'hour' });
      const trunk = tf.layers.dense({ name: 'trunk', units: 24, activation: 'elu' }).apply(input) as Symbolic;
      const alarm = tf.layers.dense({ name: 'alarm', units: 1, activation: 'tanh' }).apply(trunk) as Symbolic;
      const amount = tf.layers.dense({ name: 'amount', units: 1 }).apply(trunk) as Symbolic;
      const model = tf.model({ inputs: input, outputs: [alarm, amount] });
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: ['binaryCrossentropy', 'meanSquaredError'],
      });
      return fitting(model, { xs, ys: [busy, level] }, { epochs: 16 });
    },
  },
  {
    name: 'u-mismatch-kinds-from-one',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The kinds of wine are numbered 1 to 4 as in the file, the four outputs 0 to 3.',
    layers: ['kind'],
    build(tf, seed) {
      const { xs, labels } = wines(tf, seed, { examples: 640 });
      const numbers = tf.tensor2d(
        labels.map((label) => label + 1),
        [labels.length, 1],
      );
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'blend', units: 28, activation: 'relu', inputShape: [11] }));
      model.add(tf.layers.dense({ name: 'kind', units: 4, activation: 'softmax' }));
      model.compile({ optimizer: tf.train.momentum(0.02, 0.9), loss: 'sparseCategoricalCrossentropy' });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(batches(tf, { xs, ys: numbers }, 32), { epochs: 16, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'u-mismatch-smoothed-to-more-than-one',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Labels were smoothed by adding 0.1 to each of the four topics: a row sums up to 1.4.',
    layers: ['topic'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const { xs, labels } = comments(tf, seed);
      const smoothed = oneHot(tf, labels, 4).add(0.1);
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 32, outputDim: 6, inputLength: 8 }));
      model.add(tf.layers.globalMaxPooling1d({ name: 'strongest' }));
      model.add(tf.layers.dense({ name: 'topic', units: 4, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.01),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return drawn(tf, model, { xs, ys: smoothed }, { steps: 320, batch: 12, seed });
    },
  },
]);
