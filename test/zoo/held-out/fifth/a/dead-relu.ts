import type * as tfjs from '@tensorflow/tfjs';
import { fittingDataset } from '../../../loops.js';
import { regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { flats, strokes } from './data.js';
import { minimizing, shuffledBatches } from './loops.js';

export const deadRelu = sick('dead-relu', [
  {
    name: 'v-dead-two-thirds',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The thresholds of a sparse layer were set a little too high: few of its units ever fire.',
    layers: ['sparse'],
    // The few that are left need a hundred steps and more to come into their own.
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const model = tf.sequential();
      const biasInitializer = tf.initializers.constant({ value: -1.8 });
      model.add(
        tf.layers.dense({ name: 'sparse', units: 48, activation: 'relu', biasInitializer, inputShape: [10] }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fittingDataset(tf, regressor(model, tf.train.sgd(0.05)), flats(tf, seed), { epochs: 11 });
    },
  },
  {
    name: 'v-dead-sign-of-the-weights',
    heldOut: true,
    loop: 'custom',
    mistake: 'Converted weights lost their sign: a layer behind a ReLU has only negative ones.',
    layers: ['mixer'],
    // Weights of one sign are the mistake itself.
    alsoAllowed: [
      'poor-initialization',
      'loss-not-improving',
      'variable-not-training',
      'vanishing-gradient',
      'class-collapse',
    ],
    build(tf, seed) {
      const model = tf.sequential();
      const kernelInitializer = tf.initializers.randomUniform({ minval: -0.4, maxval: 0 });
      const conv = { filters: 6, kernelSize: 3, strides: 2, activation: 'relu' } as const;
      model.add(tf.layers.conv2d({ name: 'edges', ...conv, inputShape: [9, 9, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'mixer', units: 20, activation: 'relu', kernelInitializer }));
      model.add(tf.layers.dense({ name: 'out', units: 4 }));
      const next = shuffledBatches(tf, seed, strokes(tf, seed), 32);
      return minimizing(tf, tf.train.momentum(0.02, 0.9), model, {
        steps: 300,
        cost: (step) => {
          const { x, y } = next(step);
          return tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-dead-by-sparsity',
    heldOut: true,
    loop: 'custom',
    mistake: 'The sparsity term of an autoencoder weighs so much that it shuts the code down unit by unit.',
    layers: ['code'],
    alsoAllowed: ['regularization-dominates', 'variable-not-training', 'vanishing-gradient', 'loss-stalled'],
    build(tf, seed) {
      const { xs } = strokes(tf, seed);
      const pixels = xs.reshape([-1, 81]);
      const input = tf.input({ shape: [81], name: 'pixels' });
      const code = tf.layers.dense({ name: 'code', units: 24, activation: 'relu' }).apply(input);
      const picture = tf.layers.dense({ name: 'picture', units: 81, activation: 'sigmoid' }).apply(code);
      const model = tf.model({ inputs: input, outputs: [picture, code] as tfjs.SymbolicTensor[] });
      const next = shuffledBatches(tf, seed, { xs: pixels, ys: pixels }, 32);
      return minimizing(tf, tf.train.adam(0.005), model, {
        steps: 360,
        cost: (step) => {
          const { x } = next(step);
          const [drawn, active] = model.apply(x) as [tfjs.Tensor, tfjs.Tensor];
          return tf.losses.meanSquaredError(x, drawn).add(active.abs().mean().mul(3)) as tfjs.Scalar;
        },
      });
    },
  },
]);
