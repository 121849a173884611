import type * as tfjs from '@tensorflow/tfjs';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { byHand, take } from './loop.js';
import { churn, pendulum } from './tables.js';

export const explodingGradient = sick('exploding-gradient', [
  {
    name: 'u-exploding-loss-scale',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The loss is scaled as for half precision, the scale doubles every ten steps, and gradients are never divided by it.',
    build(tf, seed) {
      const data = churn(tf, seed);
      const model = mlp(tf, [10, 24, 2], { hidden: { activation: 'tanh' } });
      const scale = (step: number) => 2 ** Math.floor(step / 10);
      return byHand(tf, {
        optimizer: tf.train.adam(0.003),
        trained: model,
        steps: 330,
        loss: (step) => {
          const { x, y } = take(data, step);
          return tf.losses
            .softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor)
            .mul(scale(step)) as tfjs.Scalar;
        },
        reported: (loss, step) => loss.div(scale(step)),
      });
    },
  },
  {
    name: 'u-exploding-curriculum',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Sequences get longer in the course of training, through a linear recurrent layer that grows its state.',
    // Against gradients that will explode the rate is 2e-7: at first nothing moves.
    alsoAllowed: [
      'learning-rate-too-low',
      'loss-diverging',
      'loss-spike',
      'loss-not-improving',
      'loss-oscillating',
    ],
    build(tf, seed) {
      const random = new Random(seed);
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 8,
          activation: 'linear',
          recurrentInitializer: tf.initializers.orthogonal({ gain: 1.12 }),
          inputShape: [null, 1],
        }),
      );
      model.add(tf.layers.dense({ name: 'next', units: 1 }));
      return byHand(tf, {
        optimizer: tf.train.sgd(2e-7),
        trained: model,
        steps: 300,
        loss: (step) => {
          const length = 4 + Math.floor(step / 6);
          const rows = Array.from({ length: 16 }, () => {
            const phase = 2 * Math.PI * random.uniform();
            return Array.from({ length: length + 1 }, (_, t) => Math.sin(0.7 * t + phase));
          });
          const all = tf.tensor2d(rows);
          const x = all.slice([0, 0], [16, length]).expandDims(2);
          const y = all.slice([0, length], [16, 1]);
          return tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'u-exploding-certain',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The spread of noise-free data is learned without a floor: the more certain, the steeper the likelihood.',
    alsoAllowed: ['loss-oscillating', 'loss-spike'],
    build(tf, seed) {
      const { xs, ys } = pendulum(tf, seed, { noise: 0 });
      const truth = xs
        .slice([0, 2], [-1, 1])
        .mul(0.5)
        .add(xs.slice([0, 3], [-1, 1]).mul(0.3));
      const variables = {
        'line/slope': tf.variable(tf.zeros([4, 1])),
        'line/offset': tf.variable(tf.zeros([1])),
        'noise/log': tf.variable(tf.zeros([1])),
      };
      tf.dispose(ys);
      return byHand(tf, {
        optimizer: tf.train.adam(0.02),
        trained: variables,
        steps: 400,
        loss: (step) => {
          const { x, y } = take({ xs, ys: truth }, step);
          const guess = x.matMul(variables['line/slope'] as tfjs.Tensor2D).add(variables['line/offset']);
          const log = variables['noise/log'];
          return y.sub(guess).div(log.exp()).square().mul(0.5).add(log).mean() as tfjs.Scalar;
        },
      });
    },
  },
]);
