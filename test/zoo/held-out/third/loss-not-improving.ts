import type * as tfjs from '@tensorflow/tfjs';
import { mispaired, oneHot } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, regressor } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { friedman, tallies, waves } from './data-a.js';
import { byHand, chain, onParts, variables } from './loops-a.js';

export const lossNotImproving = sick('loss-not-improving', [
  {
    name: 't-not-improving-shuffled-labels',
    heldOut: true,
    loop: 'fit',
    mistake: 'Token lists were shuffled after the labels had been split off.',
    // With nothing to learn the more frequent class is the best answer to everything.
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const { xs, ys } = tallies(tf, seed, { examples: 3200, words: 8, length: 8, memory: true });
      const model = chain(
        tf,
        tf.layers.embedding({ name: 'tokens', inputDim: 8, outputDim: 6, inputLength: 8 }),
        tf.layers.gru({ name: 'reader', units: 6 }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
      );
      return fitting(
        classifier(model, tf.train.adam(0.002), 'binaryCrossentropy'),
        mispaired(tf, seed, { xs, ys }),
        { epochs: 4, batchSize: 64 },
      );
    },
  },
  {
    name: 't-not-improving-negative-targets',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'The output is a relu with its bias at the mean of the targets, all below zero: it is 0 and has no slope.',
    alsoAllowed: [
      'dead-relu',
      'loss-mismatch',
      'vanishing-gradient',
      'variable-not-training',
      'poor-initialization',
    ],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { outputs: 2 });
      const model = chain(
        tf,
        tf.layers.dense({ name: 'hidden', units: 16, activation: 'selu', inputShape: [7] }),
        tf.layers.layerNormalization({ name: 'even' }),
        tf.layers.dense({
          name: 'out',
          units: 2,
          activation: 'relu',
          biasInitializer: tf.initializers.constant({ value: -1.8 }),
        }),
      );
      return onParts(
        tf,
        regressor(model, tf.train.sgd(0.05), 'meanAbsoluteError'),
        { xs, ys: ys.mul(0.3).sub(1.5) },
        {
          steps: 300,
          size: 24,
        },
      );
    },
  },
  {
    name: 't-not-improving-pooled-away',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Signals around zero are averaged over all their length before anything looks at them.',
    // The averages are 0 but for rounding: no gradient for the hidden layer, and units that never fire.
    alsoAllowed: ['class-collapse', 'variable-not-training', 'vanishing-gradient', 'dead-relu'],
    build(tf, seed) {
      const { xs, ys } = waves(tf, seed, { examples: 1536, noise: 0.3 });
      const centred = xs.sub(xs.mean(1, true));
      const model = chain(
        tf,
        tf.layers.averagePooling1d({ poolSize: 24, inputShape: [24, 1] }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fittingDataset(tf, classifier(model, tf.train.adam(0.004)), { xs: centred, ys }, { epochs: 6 });
    },
  },
  {
    name: 't-not-improving-coin-flips',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake:
      'The user believes that the next coin can be told from the last ones, and the data is large enough to show it cannot.',
    build(tf, seed) {
      const random = new Random(seed + 5);
      const weights = variables(tf, {
        mix: [[12, 16], 0.3],
        shift: [[16], 0],
        head: [[16, 2], 0.02],
        bias: [[2], 0],
      });
      const { mix, shift, head, bias } = weights as Record<'mix' | 'shift' | 'head' | 'bias', tfjs.Variable>;
      return byHand(tf, tf.train.adamax(0.002), weights, {
        steps: 500,
        loss() {
          const rows = Array.from({ length: 64 }, () =>
            Array.from({ length: 12 }, () => 2 * random.integer(2) - 1),
          );
          const next = oneHot(
            tf,
            rows.map(() => random.integer(2)),
            2,
          );
          const hidden = tf.tensor2d(rows).matMul(mix).add(shift).tanh() as tfjs.Tensor2D;
          return tf.losses.softmaxCrossEntropy(next, hidden.matMul(head).add(bias));
        },
      });
    },
  },
]);
