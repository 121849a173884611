import type * as tfjs from '@tensorflow/tfjs';
import { fitting, onBatches } from '../../../loops.js';
import { mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { loads } from './signals.js';
import { byGradients, portion, type Symbolic, squared } from './steps.js';
import { calls, friedman } from './tables.js';

/** NaN goes on into the loss and into the weights. */
const alsoAllowed = ['loss-nonfinite', 'loss-not-improving', 'variable-not-training', 'dead-relu'];

export const inputsNonfinite = sick('inputs-nonfinite', [
  {
    name: 'v-broken-column-without-variance',
    heldOut: true,
    loop: 'custom',
    mistake: 'A column that is the same everywhere is standardised: 0 divided by 0.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed);
      const raw = tf.concat([xs, tf.ones([640, 1])], 1);
      const { mean, variance } = tf.moments(raw, 0);
      const data = { xs: raw.sub(mean).div(variance.sqrt()), ys };
      const model = mlp(tf, [11, 24, 1], { hidden: { activation: 'selu' } });
      return byGradients(tf, tf.train.adamax(0.005), model, {
        steps: 260,
        loss: (step) => squared(tf, model, ...portion(data, step, 32)),
      });
    },
  },
  {
    name: 'v-broken-logarithm-of-counts',
    heldOut: true,
    loop: 'fit',
    mistake: 'The logarithm of counts is the target, and some counts are 0.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = calls(tf, seed);
      const model = regressor(mlp(tf, [6, 16, 16, 1]), tf.train.adagrad(0.03));
      return fitting(model, { xs, ys: ys.log() }, { epochs: 11 });
    },
  },
  {
    name: 'v-broken-price-per-metre',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Of 9,600 flats one has an area of 0: its price per square metre, a second input, is infinite.',
    alsoAllowed,
    onset: 197,
    build(tf, seed) {
      const examples = 9600;
      const { xs, ys } = loads(tf, seed, { examples, length: 6 });
      const prices = Float32Array.from(ys.dataSync(), (y, at) => 0.5 * y + 0.8 * Math.sin(12.9 * at));
      prices[196 * 32 + 11] = 1 / 0;
      const inputs = [tf.input({ shape: [6], name: 'past' }), tf.input({ shape: [1], name: 'price' })];
      const joined = tf.layers.concatenate({ name: 'joined' }).apply(inputs);
      const hidden = tf.layers.dense({ name: 'hidden', units: 24, activation: 'tanh' }).apply(joined);
      const out = tf.layers.dense({ name: 'out', units: 1 }).apply(hidden) as Symbolic;
      const model = regressor(tf.model({ inputs, outputs: out }), tf.train.momentum(0.02, 0.9));
      const tables: tfjs.Tensor[] = [xs.reshape([-1, 6]), tf.tensor2d(prices, [examples, 1])];
      return onBatches(tf, model, { xs: tables, ys }, { steps: 300 });
    },
  },
]);
