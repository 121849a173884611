import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { arm, customers } from './records.js';
import { oscillator } from './signals.js';
import { batches, byGradients } from './steps.js';

export const throughputDrop = sick('throughput-drop', [
  {
    name: 'u-slow-hot-laptop',
    heldOut: true,
    loop: 'fit',
    clock: 'virtual',
    mistake: 'The laptop was put on battery and lowers its frequency after a while.',
    onset: 181,
    build(tf, seed) {
      const random = new Random(seed);
      const model = mlp(tf, [7, 24, 1], { hidden: { activation: 'elu' }, out: { activation: 'sigmoid' } });
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'binaryCrossentropy' });
      let step = 0;
      return fitting(model, customers(tf, seed, { examples: 640 }), {
        epochs: 18,
        callbacks: {
          onBatchEnd: async () =>
            clock.advance((++step <= 180 ? 0.6 : 1.65) * (0.85 + 0.3 * random.uniform())),
        },
      });
    },
  },
  {
    name: 'u-slow-history-copied',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    mistake: 'From step 150 on the loop keeps a history that it copies at each step: slower and slower.',
    onset: 191,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 6, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'next', units: 1 }));
      const random = new Random(seed);
      return byGradients(tf, tf.train.adam(0.006), model, oscillator(tf, seed, { length: 6 }), {
        steps: 340,
        batch: 12,
        seed,
        before: (step) =>
          // Twice as long as at first by step 190, five times as long by step 310.
          clock.advance((0.4 + 0.01 * Math.max(0, step - 150)) * (0.9 + 0.2 * random.uniform())),
        loss: ([x], [y]) =>
          tf.losses.meanSquaredError(y as tfjs.Tensor, model.apply(x as tfjs.Tensor) as tfjs.Tensor),
      });
    },
  },
  {
    name: 'u-slow-every-second-batch',
    heldOut: true,
    loop: 'fitDataset',
    clock: 'virtual',
    mistake: 'One of two mirrors of the data went away: every second batch waits for a time-out.',
    onset: 162,
    build(tf, seed) {
      const model = mlp(tf, [3, 24, 24, 2], { hidden: { activation: 'selu' } });
      model.compile({ optimizer: tf.train.adamax(0.006), loss: 'meanSquaredError' });
      const pipe = batches(tf, arm(tf, seed), 32, (number) =>
        clock.advance(number < 160 || number % 2 === 0 ? 0.8 : 5),
      );
      return {
        target: model,
        train: async () => {
          await model.fitDataset(pipe, { epochs: 18, verbose: 0 });
        },
      };
    },
  },
]);
