import type * as tfjs from '@tensorflow/tfjs';
import { mlp, regressor, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { minimizing, onEach, rows, squaredError } from '../../loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { shapes, spectra, tanks } from './data.js';

const wild = [
  'learning-rate-too-high',
  'exploding-gradient',
  'loss-oscillating',
  'loss-spike',
  'saturated-activation',
  'loss-nonfinite',
];

export const lossDiverging = sick('loss-diverging', [
  {
    name: 'y-diverging-plateau-doubles-the-rate',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'From step 141 on each milestone, every fifteen steps, doubles the rate instead of halving it.',
    onset: 141,
    alsoAllowed: wild,
    build(tf, seed) {
      const data = tanks(tf, seed, { noise: 0.1 });
      const optimizer = tf.train.adam(0.01);
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [8, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return onEach(tf, regressor(model, optimizer), (step) => rows(data, step), {
        steps: 340,
        before: (step) =>
          setLearningRate(optimizer, 0.01 * 2 ** Math.max(0, Math.floor((step - 140) / 15) + 1)),
      });
    },
  },
  {
    name: 'y-diverging-sum-over-channels',
    heldOut: true,
    loop: 'custom',
    mistake: 'The error of an autoencoder is summed over its 24 channels, the rate was found for their mean.',
    alsoAllowed: wild,
    build(tf, seed) {
      const { xs } = spectra(tf, seed);
      const model = mlp(tf, [24, 8, 24], { hidden: { activation: 'tanh' } });
      return minimizing(tf, tf.train.sgd(0.43), model, {
        steps: 300,
        loss: (step) => {
          const batch = rows({ xs, ys: xs }, step);
          return squaredError(tf, model, batch).mul(24) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'y-diverging-lookahead-beyond',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake:
      'Slow weights go 2.5 times as far as the fast ones every six steps, where 0.25 of the way was meant.',
    alsoAllowed: wild,
    build(tf, seed) {
      const { xs, places } = shapes(tf, seed, { noise: 0.05 });
      const model = stack(
        tf,
        tf.layers.flatten({ name: 'flat', inputShape: [8, 8, 1] }),
        tf.layers.dense({ name: 'place', units: 2 }),
      );
      regressor(model, tf.train.momentum(0.03, 0.5));
      const weights = variablesOf(model);
      const slow = weights.map((weight) => tf.variable(weight.clone(), false));
      return onEach(tf, model, (step) => rows({ xs, ys: places }, step), {
        steps: 300,
        before: (step) => {
          if (step % 6 !== 0 || step === 0) return;
          tf.tidy(() => {
            for (const [index, weight] of weights.entries()) {
              const anchor = slow[index];
              if (!anchor) continue;
              anchor.assign(anchor.add(weight.sub(anchor).mul(2.5)));
              weight.assign(anchor);
            }
          });
        },
      });
    },
  },
]);
