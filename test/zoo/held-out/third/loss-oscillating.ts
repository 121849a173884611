import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../loops.js';
import { classifier, mlp, regressor } from '../../networks.js';
import { sick } from '../../run.js';
import { friedman, mixtures, ratings, textures } from './data-a.js';
import { byHand, chain, onParts, part, variables } from './loops-a.js';

export const lossOscillating = sick('loss-oscillating', [
  {
    name: 't-oscillating-sorted-by-class',
    heldOut: true,
    loop: 'fit',
    mistake:
      'The images lie sorted by class and are not shuffled: each few batches teach one class and undo the others.',
    alsoAllowed: [
      'learning-rate-too-high',
      'loss-not-improving',
      'class-collapse',
      'loss-spike',
      'exploding-gradient',
    ],
    build(tf, seed) {
      const { xs, ys } = textures(tf, seed, { examples: 576, classes: 3, noise: 1.2 });
      const labels = ys.argMax(1).dataSync();
      const order = Array.from(labels.keys()).sort((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0));
      const rows = tf.tensor1d(order, 'int32');
      const model = chain(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 8,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
        tf.layers.globalMaxPooling2d({}),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fitting(
        classifier(model, tf.train.sgd(0.5)),
        { xs: tf.gather(xs, rows), ys: tf.gather(ys, rows) },
        { epochs: 18, shuffle: false },
      );
    },
  },
  {
    name: 't-oscillating-momentum-of-one',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake: 'A momentum of 1 in place of 0.9: nothing ever slows the weights down.',
    alsoAllowed: ['learning-rate-too-high', 'loss-stalled'],
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 512 });
      const model = chain(
        tf,
        tf.layers.dense({ name: 'hidden', units: 20, activation: 'tanh', inputShape: [7] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return byHand(tf, tf.train.momentum(0.003, 1), model, {
        steps: 360,
        loss(step) {
          const { xs, ys } = part(data, step, 128);
          return tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor);
        },
      });
    },
  },
  {
    name: 't-oscillating-full-batch',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Plain gradient descent on the mean absolute error with a rate that jumps over the valley and back.',
    alsoAllowed: ['learning-rate-too-high', 'loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = mixtures(tf, seed, { features: 10, rank: 3, examples: 256 });
      const model = mlp(tf, [10, 4, 10], { hidden: { activation: 'linear' } });
      return onParts(
        tf,
        regressor(model, tf.train.sgd(2), 'meanAbsoluteError'),
        { xs, ys },
        { steps: 300, size: 256 },
      );
    },
  },
  {
    name: 't-oscillating-embeddings',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The absolute error has the same slope near and far; at this rate each rating is overshot, back and forth.',
    alsoAllowed: ['learning-rate-too-high', 'loss-stalled'],
    build(tf, seed) {
      const data = ratings(tf, seed, { examples: 400, users: 12, items: 8, noise: 0 });
      const weights = variables(tf, { table: [[20, 3], 0.7] });
      return byHand(tf, tf.train.sgd(12), weights, {
        steps: 260,
        loss(step) {
          const { xs, ys } = part(data, step, 400);
          const rows = tf
            .gather(weights.table as tfjs.Variable, xs.as1D() as tfjs.Tensor1D)
            .reshape([400, 2, 3]);
          const [user, item] = tf.unstack(rows, 1) as [tfjs.Tensor, tfjs.Tensor];
          return tf.losses.absoluteDifference(ys, user.mul(item).sum(1, true));
        },
      });
    },
  },
]);
