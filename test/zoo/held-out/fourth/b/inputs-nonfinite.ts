import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { customers, rentals } from './records.js';
import { vibrations } from './signals.js';
import { batches, drawn } from './steps.js';

export const inputsNonfinite = sick('inputs-nonfinite', [
  {
    name: 'u-broken-ratio-of-zero',
    heldOut: true,
    loop: 'fit',
    mistake: 'A feature is complaints per order, and a few customers have never ordered: infinite.',
    alsoAllowed: ['loss-nonfinite', 'loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const { xs, ys } = customers(tf, seed, { examples: 640 });
      const orders = tf.buffer([640, 1]);
      const complaints = tf.buffer([640, 1]);
      for (let row = 0; row < 640; row++) {
        orders.set(row % 71 === 40 ? 0 : 1 + (row % 5), row, 0);
        complaints.set(1 + (row % 3), row, 0);
      }
      const ratio = complaints.toTensor().div(orders.toTensor());
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'elu' }, out: { activation: 'sigmoid' } });
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'binaryCrossentropy' });
      return fitting(model, { xs: tf.concat([xs, ratio], 1), ys }, { epochs: 16 });
    },
  },
  {
    name: 'u-broken-logarithm-of-counts',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The logarithm of the counts is learned, and in some hours nothing was rented.',
    alsoAllowed: ['loss-nonfinite'],
    build(tf, seed) {
      const { xs, ys } = rentals(tf, seed, { level: 2.2 });
      const model = mlp(tf, [5, 20, 10, 1], { hidden: { activation: 'tanh' } });
      model.compile({ optimizer: tf.train.rmsprop(0.003), loss: 'meanAbsoluteError' });
      return drawn(tf, model, { xs, ys: ys.log() }, { steps: 300, seed });
    },
  },
  {
    name: 'u-broken-flat-recording',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'Recordings are divided by their own spread, and those of a sensor that fell off are flat: 0 / 0.',
    alsoAllowed: ['loss-nonfinite', 'class-collapse', 'dead-relu'],
    onset: 121,
    build(tf, seed) {
      const { xs, ys } = vibrations(tf, seed, { examples: 300 * 16 });
      // Batch 120, the 121st, has the first recording without a signal.
      const alive = tf.ones([300 * 16, 1, 1]).bufferSync();
      for (const row of [1927, 1931, 2600, 3900]) alive.set(0, row, 0, 0);
      const signal = xs.mul(alive.toTensor());
      const { mean, variance } = tf.moments(signal, 1, true);
      const series = signal.sub(mean).div(variance.sqrt());
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'filters',
          filters: 8,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 2],
        }),
      );
      model.add(tf.layers.globalMaxPooling1d({ name: 'loudest' }));
      model.add(tf.layers.dense({ name: 'state', units: 3, activation: 'softmax' }));
      model.compile({ optimizer: tf.train.adam(0.005), loss: 'categoricalCrossentropy' });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(batches(tf, { xs: series, ys }, 16), { epochs: 1, verbose: 0 });
        },
      };
    },
  },
]);
