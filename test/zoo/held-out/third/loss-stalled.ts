import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../loops.js';
import { mlp, regressor, setLearningRate } from '../../networks.js';
import { sick } from '../../run.js';
import { friedman, mixtures, sums } from './data-a.js';
import { byHand, chain, onParts, part, variables } from './loops-a.js';

export const lossStalled = sick('loss-stalled', [
  {
    name: 't-stalled-rate-gone',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A decay meant for epochs is applied at each step: after a hundred steps there is no rate left.',
    alsoAllowed: ['learning-rate-too-low', 'variable-not-training'],
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 768 });
      const optimizer = tf.train.adam(0.006);
      const model = mlp(tf, [7, 24, 24, 1], { hidden: { activation: 'tanh' } });
      return onParts(tf, regressor(model, optimizer), data, {
        steps: 450,
        size: 48,
        before: (step) => setLearningRate(optimizer, 0.006 * 0.96 ** step),
      });
    },
  },
  {
    name: 't-stalled-no-hidden-layer',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake:
      'A linear model for what is not linear: it finds the linear part at once and has no way to the rest.',
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { examples: 768, outputs: 3 });
      const model = chain(tf, tf.layers.dense({ name: 'line', units: 3, inputShape: [7] }));
      return fitting(regressor(model, tf.train.adam(0.02)), { xs, ys }, { epochs: 20 });
    },
  },
  {
    name: 't-stalled-narrow-code',
    heldOut: true,
    loop: 'custom',
    mistake: 'An autoencoder with a code of two numbers for rows that are made of seven.',
    build(tf, seed) {
      const data = mixtures(tf, seed, { features: 16, rank: 7, examples: 640 });
      const weights = variables(tf, {
        down: [[16, 2], 0.2],
        shift: [[2], 0],
        up: [[2, 16], 0.2],
        level: [[16], 0],
      });
      const { down, shift, up, level } = weights as Record<'down' | 'shift' | 'up' | 'level', tfjs.Variable>;
      return byHand(tf, tf.train.adam(0.02), weights, {
        steps: 500,
        loss(step) {
          const { xs } = part(data, step, 64);
          const code = xs.matMul(down).add(shift) as tfjs.Tensor2D;
          return tf.losses.meanSquaredError(xs, code.matMul(up).add(level));
        },
      });
    },
  },
  {
    name: 't-stalled-bounded-output',
    heldOut: true,
    loop: 'fit',
    mistake: 'The output is a tanh, between -1 and 1, but half of the sums are beyond.',
    alsoAllowed: ['loss-mismatch', 'saturated-activation'],
    build(tf, seed) {
      const { xs, ys } = sums(tf, seed, { examples: 768, length: 8 });
      const model = chain(
        tf,
        tf.layers.gru({ name: 'adder', units: 8, inputShape: [8, 1] }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'tanh' }),
      );
      return fitting(regressor(model, tf.train.rmsprop(0.01)), { xs, ys: ys.mul(1.8) }, { epochs: 16 });
    },
  },
]);
