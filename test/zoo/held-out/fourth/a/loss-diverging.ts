import type * as tfjs from '@tensorflow/tfjs';
import { mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, feeding, take, weightsOf } from './loop.js';
import { pendulum } from './tables.js';

export const lossDiverging = sick('loss-diverging', [
  {
    name: 'u-diverging-discount',
    heldOut: true,
    loop: 'custom',
    mistake: 'Values are learned from their own next value with a discount of 1.05 where 0.95 was meant.',
    alsoAllowed: ['exploding-gradient', 'loss-spike'],
    build(tf, seed) {
      const { xs, ys } = pendulum(tf, seed);
      const later = tf.concat(
        [
          ys.slice([0, 0], [-1, 2]).mul(Math.SQRT2),
          ys.slice([0, 2], [-1, 1]).div(0.7),
          xs.slice([0, 3], [-1, 1]),
        ],
        1,
      );
      const reward = xs.slice([0, 1], [-1, 1]).add(1);
      const model = mlp(tf, [4, 32, 16, 1], { hidden: { activation: 'relu' } });
      return byHand(tf, {
        optimizer: tf.train.adam(0.003),
        trained: model,
        steps: 320,
        loss: (step) => {
          const { x, y: gain } = take({ xs, ys: reward }, step);
          const { x: next } = take({ xs: later, ys: reward }, step);
          // Computed outside of the variables, as a target is.
          const frozen = (model.predict(next) as tfjs.Tensor).dataSync();
          const target = gain.add(tf.tensor2d(frozen, [32, 1]).mul(1.05));
          return tf.losses.meanSquaredError(target, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'u-diverging-decay-sign',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Weight decay by hand has the wrong sign: all weights grow by 0.6 % after each step.',
    alsoAllowed: ['exploding-gradient', 'loss-spike'],
    build(tf, seed) {
      const data = pendulum(tf, seed, { noise: 0.2 });
      const model = regressor(
        mlp(tf, [4, 24, 24, 3], { hidden: { activation: 'elu' } }),
        tf.train.adam(0.001),
      );
      return feeding(
        tf,
        model,
        340,
        (step) => {
          const { x, y } = take(data, step);
          return { xs: x, ys: y };
        },
        (step) => {
          if (step > 0)
            for (const weight of weightsOf(model)) tf.tidy(() => weight.assign(weight.mul(1.006)));
        },
      );
    },
  },
  {
    name: 'u-diverging-second-phase',
    heldOut: true,
    loop: 'fit',
    mistake: 'The second phase compiles plain gradient descent with a rate of 6, which was meant to be 0.06.',
    alsoAllowed: [
      'learning-rate-too-high',
      'loss-spike',
      'loss-oscillating',
      'exploding-gradient',
      'saturated-activation',
    ],
    onset: 161,
    build(tf, seed) {
      const { xs, ys } = pendulum(tf, seed);
      const huber = (truth: tfjs.Tensor, guess: tfjs.Tensor) => tf.losses.huberLoss(truth, guess);
      const model = regressor(
        mlp(tf, [4, 32, 3], { hidden: { activation: 'tanh' } }),
        tf.train.adam(0.005),
        huber,
      );
      return {
        target: model,
        train: async () => {
          await model.fit(xs, ys, { epochs: 8, batchSize: 32, verbose: 0 });
          regressor(model, tf.train.sgd(6), huber);
          await model.fit(xs, ys, { epochs: 8, batchSize: 32, verbose: 0 });
        },
      };
    },
  },
]);
