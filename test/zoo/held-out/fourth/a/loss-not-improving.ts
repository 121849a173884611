import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, feeding, take } from './loop.js';
import { gratings } from './pictures.js';
import { checksums, churn } from './tables.js';

export const lossNotImproving = sick('loss-not-improving', [
  {
    name: 'u-stuck-header-line',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The file of labels has a header line: each picture gets the label of the one before.',
    // All it can learn is that every class is equally likely: a near tie that one class wins.
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const { xs, ys } = gratings(tf, seed, { examples: 320 * 24, size: 8 });
      const shifted = tf.concat([ys.slice(320 * 24 - 1, 1), ys.slice(0, 320 * 24 - 1)]);
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.03 });
      const model = tf.sequential();
      model.add(
        tf.layers.conv2d({
          name: 'edges',
          filters: 6,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'direction', units: 4, activation: 'softmax', kernelInitializer }));
      return feeding(tf, classifier(model, tf.train.momentum(0.01, 0.9)), 320, (step) => {
        const { x, y } = take({ xs, ys: shifted }, step, 24);
        return { xs: x, ys: y };
      });
    },
  },
  {
    name: 'u-stuck-checksum',
    heldOut: true,
    loop: 'fit',
    mistake: 'The label column is a checksum bit: no single input says anything about it.',
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.05 });
      const model = mlp(tf, [24, 24, 12, 2], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax', kernelInitializer },
      });
      const data = checksums(tf, seed, { examples: 350 * 32 });
      return fitting(classifier(model, tf.train.adam(0.001)), data, { epochs: 1 });
    },
  },
  {
    name: 'u-stuck-rounded',
    heldOut: true,
    loop: 'custom',
    mistake: 'The prediction is rounded to 0 or 1 inside the loss, and rounding has no slope.',
    alsoAllowed: ['vanishing-gradient', 'variable-not-training'],
    build(tf, seed) {
      const { xs, ys } = churn(tf, seed);
      const model = mlp(tf, [10, 24, 1], { out: { activation: 'sigmoid' } });
      const data = { xs, ys: ys.slice([0, 1], [-1, 1]) };
      return byHand(tf, {
        optimizer: tf.train.adam(0.003),
        trained: model,
        steps: 300,
        loss: (step) => {
          const { x, y } = take(data, step, 160);
          const decided = (model.apply(x) as tfjs.Tensor).round();
          return tf.losses.meanSquaredError(y, decided) as tfjs.Scalar;
        },
      });
    },
  },
]);
