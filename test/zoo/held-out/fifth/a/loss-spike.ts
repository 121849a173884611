import type * as tfjs from '@tensorflow/tfjs';
import { oneHot } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { ballots, flats, spectra } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

export const lossSpike = sick('loss-spike', [
  {
    name: 'v-spike-not-divided-by-255',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A second reader of spectra forgets to divide by 255; one of its batches got into the training.',
    onset: 200,
    build(tf, seed) {
      const model = tf.sequential();
      const peaks = { filters: 8, kernelSize: 5, strides: 2, activation: 'elu' } as const;
      model.add(tf.layers.conv1d({ name: 'peaks', ...peaks, inputShape: [40, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'elu' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      model.compile({ optimizer: tf.train.rmsprop(0.001), loss: 'categoricalCrossentropy' });
      const { xs, ys } = spectra(tf, seed);
      const next = shuffledBatches(tf, seed, { xs: xs.reshape([640, 40, 1]), ys }, 32);
      return batchByBatch(tf, model, {
        steps: 340,
        batch: (step) => {
          const { x, y } = next(step);
          return { x: step === 200 ? x.mul(255) : x, y };
        },
      });
    },
  },
  {
    name: 'v-spike-rows-in-raw-units',
    heldOut: true,
    loop: 'custom',
    mistake: 'The rows of one file went past the scaler: square metres and years as they are.',
    onset: 230,
    build(tf, seed) {
      const model = mlp(tf, [10, 24, 1]);
      const next = shuffledBatches(tf, seed, flats(tf, seed), 32);
      return minimizing(tf, tf.train.adagrad(0.05), model, {
        steps: 360,
        cost: (step) => {
          const { x, y } = next(step);
          const seen = step === 230 ? x.mul(12).add(30) : x;
          return tf.losses.huberLoss(y, model.apply(seen) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-spike-weight-of-the-rare',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Examples are weighted by the inverse frequency of their class, and one class has three examples.',
    alsoAllowed: ['class-imbalance'],
    onset: 150,
    build(tf, seed) {
      const { xs, ys } = ballots(tf, seed);
      const flat = xs.reshape([-1, 27]);
      const model = mlp(tf, [27, 24, 4], { hidden: { activation: 'tanh' } });
      const next = shuffledBatches(tf, seed, { xs: flat, ys: ys.concat(tf.zeros([800, 1]), 1) }, 32);
      const rare = oneHot(tf, [3], 4);
      return minimizing(tf, tf.train.adam(0.003), model, {
        steps: 380,
        cost: (step) => {
          const { x, y } = next(step);
          const odd = [150, 225, 300].includes(step);
          const labels = odd ? y.slice(0, 31).concat(rare as typeof y) : y;
          const weights = tf.tensor1d(Array.from({ length: 32 }, (_, row) => (odd && row === 31 ? 120 : 1)));
          const each = tf.losses.softmaxCrossEntropy(
            labels,
            model.apply(x) as tfjs.Tensor,
            undefined,
            0,
            tf.Reduction.NONE,
          );
          return each.mul(weights).mean() as tfjs.Scalar;
        },
      });
    },
  },
]);
