import type * as tfjs from '@tensorflow/tfjs';
import { teacher } from '../../../data.js';
import { custom, onBatches } from '../../../loops.js';
import { mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { plainStep, training } from '../../eighth/loops.js';

export const oscillating = sick('loss-oscillating', [
  {
    // A generator that moves a cloud to its place, and a linear critic: both go around each other.
    heldOut: true,
    name: 'n-oscillating-adversaries',
    loop: 'custom',
    mistake: "The penalty on the critic's slope, which makes the two settle, was left out.",
    alsoAllowed: ['loss-diverging', 'loss-not-improving', 'learning-rate-too-high'],
    build(tf, seed) {
      const random = new Random(seed);
      const place = { 'cloud/mean': tf.variable(tf.tensor1d([5, -3, 2, 3])) };
      const slope = tf.variable(tf.zeros([4, 1]));
      const [ours, theirs] = [tf.train.sgd(0.12), tf.train.sgd(0.12)];
      const weight = 0;
      const cloud = () => tf.tensor2d(random.normals(256), [64, 4]).mul(0.3);
      const score = (xs: tfjs.Tensor) => xs.matMul(slope).mean() as tfjs.Scalar;
      const step = () => {
        const [real, fresh] = tf.tidy(() => [cloud(), cloud()]);
        const fake = fresh.add(place['cloud/mean']);
        const theirLoss = () =>
          score(fake).sub(score(real)).add(slope.square().sum().mul(weight)) as tfjs.Scalar;
        tf.dispose(plainStep(tf, theirs, [slope], theirLoss));
        const told = plainStep(
          tf,
          ours,
          Object.values(place),
          () => score(fresh.add(place['cloud/mean'])).neg() as tfjs.Scalar,
        );
        tf.dispose([real, fresh, fake]);
        return told;
      };
      return training(tf, { target: ours, variables: place }, { steps: 400, step });
    },
  },
  {
    // The absolute error's slope never shrinks, so steps that are too long hop to and fro around the best.
    heldOut: true,
    name: 'n-oscillating-absolute-error',
    loop: 'custom',
    mistake: 'Plain gradient descent on the absolute error with a rate of 1, thirty times too much.',
    alsoAllowed: ['learning-rate-too-high', 'loss-not-improving', 'loss-diverging'],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 1600, features: 6, noise: 0.05 });
      const line = { 'fit/slopes': tf.variable(tf.zeros([6, 1])), 'fit/level': tf.variable(tf.scalar(0)) };
      const guess = (x: tfjs.Tensor) => x.matMul(line['fit/slopes']).add(line['fit/level']);
      return custom(tf, tf.train.sgd(1), line, data, {
        steps: 300,
        loss: (x, y) => tf.losses.absoluteDifference(y, guess(x)) as tfjs.Scalar,
      });
    },
  },
  {
    // A momentum that was meant for Adam's second moment.
    heldOut: true,
    name: 'n-oscillating-heavy-ball',
    loop: 'trainOnBatch',
    mistake: 'Momentum is 0.999, where 0.9 was meant: what is learnt rolls far beyond the best and back.',
    alsoAllowed: ['learning-rate-too-high', 'loss-diverging', 'loss-spike', 'loss-not-improving'],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 2560, features: 5, outputs: 2, noise: 0.05 });
      const model = regressor(mlp(tf, [5, 2]), tf.train.momentum(0.02, 0.999));
      return onBatches(tf, model, data, { steps: 360 });
    },
  },
]);
