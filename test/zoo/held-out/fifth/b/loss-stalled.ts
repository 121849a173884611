import { onBatches } from '../../../loops.js';
import { mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { friedman } from './tables.js';

export const lossStalled = sick('loss-stalled', [
  {
    name: 'v-stalled-rate-never-decays',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'RMSProp keeps a rate of 0.1 to the end: the loss falls for 60 steps, then bounces well above what a decay reaches.',
    alsoAllowed: ['loss-oscillating', 'learning-rate-too-high', 'loss-spike', 'saturated-activation'],
    build(tf, seed) {
      const model = regressor(
        mlp(tf, [10, 24, 1], { hidden: { activation: 'tanh' } }),
        tf.train.rmsprop(0.1),
      );
      return onBatches(tf, model, friedman(tf, seed, { noise: 0.05, examples: 1600 }), { steps: 400 });
    },
  },
]);
