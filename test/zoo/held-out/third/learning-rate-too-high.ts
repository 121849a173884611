import { blobs, teacher } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../networks.js';
import { sick } from '../../run.js';
import { customers, sums } from './data-a.js';
import { chain, onParts } from './loops-a.js';

export const learningRateTooHigh = sick('learning-rate-too-high', [
  {
    name: 't-high-rate-deep-table',
    heldOut: true,
    loop: 'fit',
    mistake: 'Adam at 0.15 on four hidden layers, twenty times what suits them.',
    alsoAllowed: [
      'loss-not-improving',
      'dead-relu',
      'exploding-gradient',
      'vanishing-gradient',
      'loss-spike',
      'loss-diverging',
      'class-collapse',
      'variable-not-training',
    ],
    build(tf, seed) {
      const data = customers(tf, seed, { noise: 0.2 });
      const model = mlp(tf, [11, 24, 24, 16, 16, 1], { out: { activation: 'sigmoid' } });
      return fitting(classifier(model, tf.train.adam(0.15), 'binaryCrossentropy'), data, { epochs: 14 });
    },
  },
  {
    name: 't-high-rate-recurrent',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'RMSprop at 0.2 on a gated recurrent net, whose weights move by a twentieth of their size at each step.',
    alsoAllowed: ['loss-oscillating', 'loss-spike', 'exploding-gradient', 'loss-stalled'],
    build(tf, seed) {
      const data = sums(tf, seed, { examples: 512, length: 8 });
      const model = chain(
        tf,
        tf.layers.gru({ name: 'adder', units: 10, inputShape: [8, 1] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return onParts(tf, regressor(model, tf.train.rmsprop(0.2)), data, { steps: 240, size: 32 });
    },
  },
  {
    name: 't-high-rate-pictures',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Momentum with a rate of 1, copied from a recipe for batches of thousands.',
    alsoAllowed: [
      'saturated-activation',
      'loss-diverging',
      'exploding-gradient',
      'vanishing-gradient',
      'class-collapse',
      'variable-not-training',
    ],
    build(tf, seed) {
      const data = blobs(tf, seed, { examples: 384, size: 8 });
      const model = cnn(tf, [8, 8, 1], [8, 12], 4, { conv: { activation: 'tanh' } });
      return fitting(classifier(model, tf.train.momentum(1, 0.9)), data, { epochs: 16 });
    },
  },
  {
    name: 't-high-rate-plain-descent',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'Plain gradient descent at 1.2 on a small regression: the first steps throw it far off, and it stays where it landed.',
    alsoAllowed: [
      'exploding-gradient',
      'loss-spike',
      'saturated-activation',
      'loss-stalled',
      'loss-not-improving',
    ],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 640, outputs: 2 });
      const model = mlp(tf, [8, 20, 2], { hidden: { activation: 'sigmoid' } });
      return fittingDataset(tf, regressor(model, tf.train.sgd(1.2)), data, { epochs: 10 });
    },
  },
]);
