import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { flats, rings, strokes } from './data.js';
import { minimizing, shuffledBatches } from './loops.js';

export const learningRateTooHigh = sick('learning-rate-too-high', [
  {
    name: 'v-rate-of-adam-from-sgd',
    heldOut: true,
    loop: 'fit',
    mistake: 'SGD was replaced by Adam, its rate of 0.3 was kept.',
    alsoAllowed: ['loss-oscillating', 'loss-spike', 'loss-diverging', 'exploding-gradient'],
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 16, 3], {
        hidden: { activation: 'elu' },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.adam(0.3)), rings(tf, seed), { epochs: 12 });
    },
  },
  {
    name: 'v-rate-for-means-on-sums',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loss is summed over a batch of 48, the rate was found with means.',
    alsoAllowed: [
      'loss-oscillating',
      'loss-spike',
      'loss-diverging',
      'exploding-gradient',
      'saturated-activation',
      'loss-not-improving',
    ],
    build(tf, seed) {
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'tanh' } });
      const next = shuffledBatches(tf, seed, flats(tf, seed), 48);
      return minimizing(tf, tf.train.sgd(0.05), model, {
        steps: 320,
        cost: (step) => {
          const { x, y } = next(step);
          return tf
            .sub(y, model.apply(x) as tfjs.Tensor)
            .abs()
            .sum() as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-rate-for-a-huge-batch',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A rate for batches of 8192 is kept for batches of 32 of a softmax regression on pictures.',
    alsoAllowed: [
      'loss-oscillating',
      'loss-spike',
      'loss-diverging',
      'loss-not-improving',
      'exploding-gradient',
    ],
    build(tf, seed) {
      const { xs, ys } = strokes(tf, seed, { examples: 960, noise: 0.35 });
      const model = mlp(tf, [81, 4], { out: { activation: 'softmax' } });
      const data = { xs: xs.reshape([-1, 81]), ys };
      return fittingDataset(tf, classifier(model, tf.train.momentum(2, 0.9)), data, { epochs: 11 });
    },
  },
]);
