import type * as tfjs from '@tensorflow/tfjs';
import { teacher, withLabelNoise } from '../data.js';
import { fitting } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { friedman, rings, waveforms } from './data.js';
import { generated, minimizing, onEach, rows, squaredError } from './loops.js';

export const lossOscillating = sick('loss-oscillating', [
  {
    name: 'h-oscillating-sorted-by-class',
    heldOut: true,
    loop: 'fit',
    mistake: 'Examples are sorted by class within each file, not shuffled, and trained on four at a time.',
    alsoAllowed: ['class-collapse', 'learning-rate-too-high', 'loss-spike', 'dead-relu'],
    build(tf, seed) {
      const { xs, ys } = rings(tf, seed, { examples: 768 });
      const labels = ys.argMax(1).dataSync();
      const byClass = [0, 1, 2].map((label) => [...labels.keys()].filter((row) => labels[row] === label));
      // Sixteen of a class, then sixteen of the next: four batches each.
      const order = Array.from({ length: 15 }, (_, file) =>
        byClass.flatMap((members) => members.slice(16 * file, 16 * file + 16)),
      ).flat();
      const at = tf.tensor1d(order, 'int32');
      const model = mlp(tf, [2, 24, 3], { out: { activation: 'softmax' } });
      return fitting(
        classifier(model, tf.train.momentum(0.1, 0.9)),
        { xs: tf.gather(xs, at), ys: tf.gather(ys, at) },
        { epochs: 2, batchSize: 4, shuffle: false },
      );
    },
  },
  {
    name: 'h-oscillating-one-at-a-time',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Batches of one example with the rate of a batch of 64.',
    // The error of a single example has a long tail.
    alsoAllowed: ['learning-rate-too-high', 'loss-spike'],
    build(tf, seed) {
      const data = teacher(tf, seed, { features: 12, noise: 0.3 });
      const model = regressor(mlp(tf, [12, 24, 1], { hidden: { activation: 'tanh' } }), tf.train.sgd(0.05));
      return onEach(tf, model, (step) => rows(data, step, 1), { steps: 400 });
    },
  },
  {
    name: 'h-oscillating-edge-of-stability',
    heldOut: true,
    loop: 'custom',
    mistake: 'Batches of 16 at the largest rate that the curvature just allows.',
    alsoAllowed: ['learning-rate-too-high'],
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 640, features: 5 });
      const model = mlp(tf, [5, 20, 1], { hidden: { activation: 'tanh' } });
      return minimizing(tf, tf.train.sgd(0.4), model, {
        steps: 320,
        loss: (step) => squaredError(tf, model, rows(data, step, 16)),
      });
    },
  },
  {
    name: 'h-oscillating-pairs',
    heldOut: true,
    loop: 'custom',
    mistake: 'Two examples a batch, some of them mislabelled, with a rate of Adam of 0.03.',
    alsoAllowed: ['learning-rate-too-high'],
    build(tf, seed) {
      const data = withLabelNoise(tf, seed, rings(tf, seed, { noise: 0.2 }), 0.15);
      const model = mlp(tf, [2, 24, 3], { hidden: { activation: 'elu' } });
      return minimizing(tf, tf.train.adam(0.03), model, {
        steps: 400,
        loss: (step) => {
          const { xs, ys } = rows(data, step, 2);
          return tf.losses.softmaxCrossEntropy(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-oscillating-two-sources',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'Two files are read in turn, eight batches of each, and one of them has its targets in another unit.',
    alsoAllowed: ['learning-rate-too-high'],
    build(tf, seed) {
      const { xs, ys } = waveforms(tf, seed);
      const heights = { xs, ys: ys.matMul(tf.tensor2d([-1, -0.3, 0.4, 1], [4, 1])) };
      const model = tf.sequential();
      const strided = { kernelSize: 4, strides: 2, activation: 'relu' } as const;
      model.add(tf.layers.conv1d({ name: 'conv1', filters: 6, ...strided, inputShape: [16, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return generated(
        tf,
        regressor(model, tf.train.rmsprop(0.02)),
        (step) => {
          const { xs, ys } = rows(heights, step);
          return Math.floor(step / 8) % 2 ? { xs, ys: ys.mul(1.8).add(2) } : { xs, ys };
        },
        { epochs: 20 },
      );
    },
  },
]);
