import type * as tfjs from '@tensorflow/tfjs';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { rings, visits } from './data.js';
import { minimizing, shuffledBatches } from './loops.js';

export const explodingGradient = sick('exploding-gradient', [
  {
    name: 'v-explode-state-never-reset',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The state of an echo network is carried from batch to batch, and its spectral radius is a little above 1.',
    alsoAllowed: ['loss-diverging', 'loss-not-improving', 'learning-rate-too-high'],
    onset: 30,
    build(tf, seed) {
      const random = new Random(seed);
      // Pairs of units turn by an angle each, and grow by half a per cent at each of four moments of a batch.
      const angles = Array.from({ length: 8 }, () => 0.2 + 1.2 * random.uniform());
      const echo = tf.tensor2d(
        Array.from({ length: 16 }, (_, row) =>
          Array.from({ length: 16 }, (_, column) => {
            const angle = angles[Math.floor(row / 2)] ?? 0;
            if (Math.floor(row / 2) !== Math.floor(column / 2)) return 0;
            if (row === column) return 1.005 * Math.cos(angle);
            return 1.005 * (row < column ? -Math.sin(angle) : Math.sin(angle));
          }),
        ),
      );
      const feed = tf.tensor2d(random.normals(16), [1, 16]).mul(0.5);
      const readout = tf.variable(tf.randomNormal([16, 1], 0, 0.25), true, 'readout');
      let state: tfjs.Tensor = tf.zeros([24, 16]);
      return minimizing(
        tf,
        tf.train.adam(0.001),
        { readout },
        {
          steps: 300,
          cost: () => {
            let last: tfjs.Tensor = tf.zeros([24, 1]);
            let now = state;
            for (let moment = 0; moment < 4; moment++) {
              last = tf.tensor2d(random.normals(24), [24, 1]);
              now = now.matMul(echo).add(last.matMul(feed));
            }
            state.dispose();
            state = tf.keep(now.clone());
            return tf.losses.meanSquaredError(last, now.matMul(readout)) as tfjs.Scalar;
          },
        },
      );
    },
  },
  {
    name: 'v-explode-critic-without-bounds',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A Wasserstein critic has neither clipped weights nor a gradient penalty: its scores grow for ever.',
    alsoAllowed: ['loss-nonfinite', 'learning-rate-too-high'],
    onset: 50,
    build(tf, seed) {
      const critic = mlp(tf, [2, 24, 24, 24, 1], { hidden: { activation: 'elu' }, out: { useBias: false } });
      const next = shuffledBatches(tf, seed, rings(tf, seed), 32);
      return minimizing(tf, tf.train.sgd(0.005), critic, {
        steps: 360,
        cost: (step) => {
          const real = critic.apply(next(step).x) as tfjs.Tensor;
          const fake = critic.apply(tf.randomNormal([32, 2], 0.7, 0.5)) as tfjs.Tensor;
          return fake.mean().sub(real.mean()) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-explode-variance-without-floor',
    heldOut: true,
    loop: 'custom',
    mistake: 'A Gaussian likelihood learns its own width, has no floor for it and targets without noise.',
    alsoAllowed: [
      'loss-nonfinite',
      'loss-spike',
      'loss-oscillating',
      'loss-diverging',
      'learning-rate-too-high',
    ],
    onset: 120,
    build(tf, seed) {
      const { xs } = visits(tf, seed);
      const weights = tf.variable(tf.randomNormal([12, 1], 0, 0.3), true, 'line/weights');
      const logWidth = tf.variable(tf.scalar(0), true, 'line/logWidth');
      const truth = tf.tensor2d(new Random(seed + 5).normals(12), [12, 1]);
      const next = shuffledBatches(tf, seed, { xs, ys: xs.matMul(truth) }, 32);
      return minimizing(
        tf,
        tf.train.adam(0.01),
        { weights, logWidth },
        {
          steps: 450,
          cost: (step) => {
            const { x, y } = next(step);
            const logarithm = logWidth.mul(6);
            const width = logarithm.exp();
            const off = y.sub(x.matMul(weights)).div(width);
            return off.square().mul(0.5).add(logarithm).mean() as tfjs.Scalar;
          },
        },
      );
    },
  },
]);
