import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { onEach, rows } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { beats, engines, shapes } from './data.js';
import { rewrite } from './loops.js';

/** Dead units pass nothing on. */
const starved = ['variable-not-training', 'loss-not-improving', 'class-collapse', 'vanishing-gradient'];

export const deadRelu = sick('dead-relu', [
  {
    name: 'y-dead-one-raw-batch',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'One batch, at step 151, went past the scaler: its gradient throws the units out for good.',
    layers: ['hidden2'],
    onset: 151,
    // Its losses then go up and down between 6 and 8 million.
    alsoAllowed: [
      'loss-oscillating',
      'variable-not-training',
      'vanishing-gradient',
      'loss-spike',
      'loss-diverging',
      'exploding-gradient',
      'inputs-not-normalized',
      'loss-stalled',
    ],
    build(tf, seed) {
      const data = engines(tf, seed);
      const model = regressor(mlp(tf, [6, 24, 12, 1]), tf.train.momentum(0.02, 0.9));
      return onEach(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          return { xs: step === 150 ? xs.abs().add(2).mul(4) : xs, ys };
        },
        { steps: 340 },
      );
    },
  },
  {
    name: 'y-dead-sparsity-controller',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A controller that is to keep units sparse has its sign wrong: it lowers the biases for ever.',
    layers: ['sparse'],
    onset: 10,
    alsoAllowed: [...starved, 'loss-diverging', 'loss-stalled'],
    build(tf, seed) {
      const data = beats(tf, seed);
      const sparse = tf.layers.dense({ name: 'sparse', units: 24, activation: 'relu' });
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'conv',
          filters: 8,
          kernelSize: 5,
          strides: 2,
          activation: 'tanh',
          inputShape: [24, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        sparse,
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      classifier(model, tf.train.adam(0.002));
      return onEach(tf, model, (step) => rows(data, step), {
        steps: 320,
        before: () => rewrite(tf, sparse.weights.slice(1), (bias: tfjs.Tensor) => bias.sub(0.035)),
      });
    },
  },
  {
    name: 'y-dead-wrong-zero-point',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Eight-bit weights are read with a zero point of 190 in place of 128: nearly all are negative.',
    layers: ['conv2'],
    alsoAllowed: [...starved, 'poor-initialization'],
    build(tf, seed) {
      const random = new Random(seed + 41);
      const same = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
      const conv2 = tf.layers.conv2d({ name: 'conv2', filters: 16, ...same });
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'conv1', filters: 8, ...same, inputShape: [8, 8, 1] }),
        conv2,
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
      );
      const bytes = Array.from({ length: 9 * 8 * 16 }, () => Math.round(128 + 30 * random.normal()));
      const kernel = tf.tensor4d(bytes, [3, 3, 8, 16]).sub(190).div(200);
      conv2.setWeights([kernel, tf.zeros([16])]);
      return fitting(classifier(model, tf.train.rmsprop(0.001)), shapes(tf, seed), { epochs: 16 });
    },
  },
]);
