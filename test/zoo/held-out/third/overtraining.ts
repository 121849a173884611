import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, teacher, withLabelNoise } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { sick } from '../../run.js';
import { flats, trend } from './data-b.js';
import { batches, compiled, minimizing, stacked, streaming } from './loops-b.js';

export const overtraining = sick('overtraining', [
  {
    name: 't-overtrain-logistic',
    heldOut: true,
    loop: 'fit',
    mistake: 'Sixty passes for a logistic regression that is done after a few.',
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 700, classes: 3, features: 5, spread: 0.8 });
      const { train, test } = split(withLabelNoise(tf, seed, data, 0.1), 400);
      const model = compiled(
        stacked(tf, tf.layers.dense({ name: 'out', units: 3, activation: 'softmax', inputShape: [5] })),
        { optimizer: tf.train.sgd(0.3), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, train, { epochs: 60, batchSize: 64, validation: test });
    },
  },
  {
    name: 't-overtrain-next-value',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A linear forecast has found what there is after a tenth of the steps, and nothing stops the loop.',
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const { train, test } = split(trend(tf, seed, { examples: 1100, slope: 0, noise: 0.3 }), 800);
      const flat = ({ xs, ys }: typeof train) => ({ xs: xs.reshape([-1, 14]) as tfjs.Tensor, ys });
      const [weights, bias] = [tf.variable(tf.zeros([14, 1])), tf.variable(tf.zeros([1]))];
      const held = flat(test);
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, (x as tfjs.Tensor2D).matMul(weights as tfjs.Tensor2D).add(bias));
      return minimizing(tf.train.sgd(0.02), { weights, bias }, 600, {
        next: batches(tf, seed, flat(train), 50),
        loss: ([x], [y]) => error(x as tfjs.Tensor, y as tfjs.Tensor),
        evaluate: () => tf.tidy(() => error(held.xs, held.ys).dataSync()[0] ?? Number.NaN),
      });
    },
  },
  {
    name: 't-overtrain-noisy-target',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The target is half noise; what can be learned is learned early, and fifty more passes follow.',
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 1000, features: 3, hidden: 1, noise: 0.8 });
      const { train, test } = split(data, 640);
      const model = compiled(mlp(tf, [3, 8, 1], { hidden: { activation: 'tanh' } }), {
        optimizer: tf.train.adam(0.02),
        loss: 'meanSquaredError',
      });
      return fitting(model, train, { epochs: 55, batchSize: 64, validation: test });
    },
  },
  {
    name: 't-overtrain-flats',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A linear model of prices is trained for fifty passes, where four are enough.',
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const { train, test } = split(flats(tf, seed, { examples: 520 }), 320);
      const model = compiled(stacked(tf, tf.layers.dense({ name: 'price', units: 1, inputShape: [6] })), {
        optimizer: tf.train.momentum(0.03, 0.9),
        loss: 'meanSquaredError',
        metrics: ['mae'],
      });
      return streaming(tf, model, train, { epochs: 50, size: 40, validation: test });
    },
  },
]);
