import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { mlp, regressor, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { flats, rings, visits } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

export const lossOscillating = sick('loss-oscillating', [
  {
    name: 'v-swings-cyclic-rate',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A cyclic schedule runs up to forty times a good rate every forty steps.',
    alsoAllowed: ['learning-rate-too-high', 'loss-spike', 'loss-diverging', 'exploding-gradient'],
    build(tf, seed) {
      const optimizer = tf.train.adam(0.01);
      const model = mlp(tf, [2, 20, 20, 3], {
        hidden: { activation: 'elu' },
        out: { activation: 'softmax' },
      });
      model.compile({ optimizer, loss: 'categoricalCrossentropy' });
      return batchByBatch(tf, model, {
        steps: 400,
        before: (step) => setLearningRate(optimizer, 0.005 + 0.1 * (1 - Math.cos((2 * Math.PI * step) / 40))),
        batch: shuffledBatches(tf, seed, rings(tf, seed), 32),
      });
    },
  },
  {
    name: 'v-swings-sorted-by-price',
    heldOut: true,
    loop: 'fit',
    mistake:
      'The flats are sorted by price and not shuffled: each pass goes from the cheapest to the dearest.',
    alsoAllowed: ['learning-rate-too-high'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed, { examples: 320, noise: 0.5 });
      const order = Array.from(ys.dataSync(), (price, row) => [price, row] as const)
        .sort(([a], [b]) => a - b)
        .map(([, row]) => row);
      const sorted = tf.tensor1d(order, 'int32');
      const model = regressor(mlp(tf, [10, 16, 1], { hidden: { activation: 'tanh' } }), tf.train.sgd(0.1));
      return fitting(
        model,
        { xs: tf.gather(xs, sorted), ys: tf.gather(ys, sorted) },
        { epochs: 18, batchSize: 16, shuffle: false },
      );
    },
  },
  {
    name: 'v-swings-two-conventions',
    heldOut: true,
    loop: 'custom',
    mistake: 'Files of two annotators take turns, and what one calls 1 the other calls 0.',
    alsoAllowed: ['loss-not-improving', 'loss-spike', 'learning-rate-too-high'],
    build(tf, seed) {
      const model = mlp(tf, [12, 16, 1], { hidden: { activation: 'tanh' } });
      const next = shuffledBatches(tf, seed, visits(tf, seed, { clarity: 5 }), 32);
      return minimizing(tf, tf.train.momentum(0.08, 0.9), model, {
        steps: 360,
        cost: (step) => {
          const { x, y } = next(step);
          const label = Math.floor((step - 1) / 20) % 2 ? tf.sub(1, y) : y;
          return tf.losses.sigmoidCrossEntropy(label, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);
