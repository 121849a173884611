import { fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { onEach, rows } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { budgets, shapes, tanks } from './data.js';

export const lossMismatch = sick('loss-mismatch', [
  {
    name: 'y-mismatch-shares-in-percent',
    heldOut: true,
    loop: 'fit',
    mistake: 'Shares are given in per cent: a row of labels adds up to 100 where cross-entropy wants 1.',
    layers: ['out'],
    build(tf, seed) {
      const { xs, ys } = budgets(tf, seed);
      const model = mlp(tf, [6, 20, 5], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      return fitting(
        regressor(model, tf.train.adam(0.005), 'categoricalCrossentropy'),
        { xs, ys: ys.mul(100) },
        {
          epochs: 18,
        },
      );
    },
  },
  {
    name: 'y-mismatch-masks-of-255',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'Masks are 0 and 255 as in their files; binary cross-entropy wants 0 and 1.',
    layers: ['mask'],
    // Beyond 1 there is no best answer: the loss falls below zero, and every pixel is said to be lit.
    alsoAllowed: ['class-collapse', 'saturated-activation', 'loss-diverging', 'dead-relu'],
    build(tf, seed) {
      const { xs, masks } = shapes(tf, seed, { examples: 320 });
      const same = { kernelSize: 3, padding: 'same' } as const;
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'conv', filters: 6, ...same, activation: 'relu', inputShape: [8, 8, 1] }),
        tf.layers.conv2d({ name: 'mask', filters: 1, ...same, activation: 'sigmoid' }),
      );
      regressor(model, tf.train.rmsprop(0.002), 'binaryCrossentropy');
      return onBatches(tf, model, { xs, ys: masks.mul(255) }, { steps: 280 });
    },
  },
  {
    name: 'y-mismatch-hinge-of-zero-and-one',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The hinge loss wants -1 and 1; with labels 0 and 1 the zeros have no gradient at all.',
    layers: ['out'],
    // Everything becomes a one, after which nothing has a gradient.
    alsoAllowed: [
      'class-collapse',
      'loss-stalled',
      'loss-not-improving',
      'variable-not-training',
      'vanishing-gradient',
      'saturated-activation',
    ],
    build(tf, seed) {
      const { xs, ys } = tanks(tf, seed, { length: 5 });
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [5, 2] }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'tanh' }),
      );
      classifier(model, tf.train.momentum(0.03, 0.9), 'hinge');
      const isRising = ys.greater(0).toFloat();
      return onEach(tf, model, (step) => rows({ xs, ys: isRising }, step), { steps: 280 });
    },
  },
]);
