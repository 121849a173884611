import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../../data.js';
import { fittingDataset } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { calls, spectra } from './data.js';
import { minimizing, shuffledBatches } from './loops.js';

export const lossNonfinite = sick('loss-nonfinite', [
  {
    name: 'v-nan-once-it-is-sure',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A hand-written binary cross-entropy takes log(1 - p), which is log(0) as soon as the network is sure.',
    onset: 10,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 960, features: 10, classes: 2, spread: 4 });
      const labels = ys.slice([0, 1], [-1, 1]);
      const model = mlp(tf, [10, 32, 32, 1], {
        hidden: { activation: 'elu' },
        out: { activation: 'sigmoid' },
      });
      const next = shuffledBatches(tf, seed, { xs, ys: labels }, 32);
      return minimizing(tf, tf.train.adam(0.02), model, {
        steps: 300,
        cost: (step) => {
          const { x, y } = next(step);
          const p = model.apply(x) as tfjs.Tensor;
          return y
            .mul(p.log())
            .add(tf.sub(1, y).mul(tf.sub(1, p).log()))
            .mean()
            .neg() as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-nan-pair-of-twins',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Two towers are compared by a Euclidean distance, and one pair of the data is twice the same spectrum.',
    onset: 160,
    build(tf, seed) {
      const { xs, ys } = spectra(tf, seed, { examples: 640 });
      const classes = Array.from(ys.argMax(1).dataSync());
      const random = new Random(seed);
      const tower = mlp(tf, [40, 24, 8], { hidden: { activation: 'tanh' }, out: { useBias: false } });
      return minimizing(tf, tf.train.adam(0.003), tower, {
        steps: 320,
        cost: (step) => {
          const left = Array.from({ length: 24 }, () => random.integer(640));
          const right = left.map((l) => (l + 1 + random.integer(639)) % 640);
          if (step === 160) right[7] = left[7] ?? 0;
          const alike = tf.tensor1d(left.map((l, pair) => Number(classes[l] === classes[right[pair] ?? 0])));
          const [a, b] = [left, right].map(
            (side) => tower.apply(tf.gather(xs, tf.tensor1d(side, 'int32'))) as tfjs.Tensor,
          );
          const distance = tf
            .squaredDifference(a ?? xs, b ?? xs)
            .sum(1)
            .sqrt();
          const apart = tf.relu(tf.sub(1.5, distance)).square();
          return alike.mul(distance.square()).add(tf.sub(1, alike).mul(apart)).mean() as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-inf-rate-of-calls',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'A Poisson loss on counts of about fifty has exp() of the output in it, and the rate is made for logits.',
    alsoAllowed: ['learning-rate-too-high', 'exploding-gradient', 'loss-diverging', 'loss-spike'],
    build(tf, seed) {
      const model = mlp(tf, [6, 16, 1], { hidden: { activation: 'tanh' } });
      const poisson = (y: tfjs.Tensor, z: tfjs.Tensor) => tf.exp(z).sub(y.mul(z)).mean();
      model.compile({ optimizer: tf.train.momentum(0.05, 0.9), loss: poisson });
      return fittingDataset(tf, model, calls(tf, seed, { base: 3.6 }), { epochs: 10 });
    },
  },
]);
