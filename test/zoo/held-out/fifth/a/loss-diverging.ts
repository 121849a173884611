import type * as tfjs from '@tensorflow/tfjs';
import { classifier, mlp, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { flats, spectra } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

export const lossDiverging = sick('loss-diverging', [
  {
    name: 'v-diverging-one-cycle',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The peak of a one-cycle schedule for Adam is 0.5 instead of 0.05.',
    alsoAllowed: [
      'learning-rate-too-high',
      'exploding-gradient',
      'loss-spike',
      'loss-oscillating',
      // Too large steps leave the units where ELU is flat, and one answer for all.
      'vanishing-gradient',
      'variable-not-training',
      'class-collapse',
    ],
    onset: 30,
    build(tf, seed) {
      const optimizer = tf.train.adam(0.002);
      const model = mlp(tf, [40, 24, 12, 3], {
        hidden: { activation: 'elu' },
        out: { activation: 'softmax' },
      });
      classifier(model, optimizer);
      return batchByBatch(tf, model, {
        steps: 360,
        before: (step) => setLearningRate(optimizer, 0.002 + 0.5 * (1 - Math.abs(step / 180 - 1))),
        batch: shuffledBatches(tf, seed, spectra(tf, seed), 32),
      });
    },
  },
  {
    name: 'v-diverging-sensor-drift',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Columns of the live feed swap slowly from step 170 on, when the rate has been decayed to next to nothing.',
    alsoAllowed: ['learning-rate-too-low'],
    onset: 171,
    build(tf, seed) {
      const optimizer = tf.train.adam(0.01);
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'tanh' } });
      const next = shuffledBatches(tf, seed, flats(tf, seed, { examples: 1280 }), 32);
      const swapped = tf.tensor1d([4, 3, 5, 2, 1, 0, 9, 8, 7, 6], 'int32');
      return minimizing(tf, optimizer, model, {
        steps: 420,
        before: (step) => setLearningRate(optimizer, step < 150 ? 0.01 : 1e-6),
        cost: (step) => {
          const { x, y } = next(step);
          const angle = (Math.PI / 2) * Math.min(1, Math.max(0, (step - 170) / 120));
          const seen = x.mul(Math.cos(angle)).add(tf.gather(x, swapped, 1).mul(Math.sin(angle)));
          return tf.losses.meanSquaredError(y, model.apply(seen) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-diverging-bootstrap',
    heldOut: true,
    loop: 'custom',
    mistake: 'A value function learns from its own estimates off-policy: no target network, no trust region.',
    alsoAllowed: ['exploding-gradient', 'loss-not-improving', 'learning-rate-too-high'],
    build(tf, seed) {
      // Baird's star: six states lead to the seventh, whose value has most of the shared weight.
      const random = new Random(seed);
      const features = tf.tensor2d(
        Array.from({ length: 7 }, (_, state) =>
          Array.from({ length: 8 }, (_, weight) =>
            weight === 7 ? (state === 6 ? 2 : 1) : weight === state ? (state === 6 ? 1 : 2) : 0,
          ),
        ),
      );
      const start = Array.from({ length: 8 }, (_, weight) => (weight === 6 ? 4 : 1) + 0.2 * random.normal());
      const values = tf.variable(tf.tensor2d(start, [8, 1]), true, 'star/values');
      return minimizing(
        tf,
        tf.train.sgd(0.015),
        { values },
        {
          steps: 420,
          cost: () => {
            const states = tf.tensor1d(
              Array.from({ length: 16 }, () => random.integer(7)),
              'int32',
            );
            const estimate = tf.matMul(tf.gather(features, states), values);
            // The estimate of the next state is a number here: no gradient through it.
            const next = tf.matMul(features.slice(6, 1), values).dataSync()[0] ?? 0;
            return tf.losses.meanSquaredError(tf.fill([16, 1], 0.99 * next), estimate) as tfjs.Scalar;
          },
        },
      );
    },
  },
]);
