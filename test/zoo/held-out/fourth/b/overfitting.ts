import type * as tfjs from '@tensorflow/tfjs';
import { split, withLabelNoise } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { flats } from './records.js';
import { comments, vibrations } from './signals.js';
import { batches, byGradients } from './steps.js';

/** Training on after the best. */
const alsoAllowed = ['overtraining'];

export const overfitting = sick('overfitting', [
  {
    name: 'u-overfit-few-comments',
    heldOut: true,
    loop: 'fit',
    mistake: 'A wide embedding learns 96 comments by heart, each by its rarest words.',
    alsoAllowed,
    build(tf, seed) {
      const all = withLabelNoise(tf, seed, comments(tf, seed, { examples: 216, share: 0.3 }), 0.15);
      const { train, test } = split(all, 96);
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 32, outputDim: 8, inputLength: 8 }));
      model.add(tf.layers.flatten({ name: 'row' }));
      model.add(tf.layers.dense({ name: 'mix', units: 32, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'topic', units: 4, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return fitting(model, train, { epochs: 60, batchSize: 16, validation: test });
    },
  },
  {
    name: 'u-overfit-powers-of-features',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Sixty flats, and a network that is given all products of their features.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed, { examples: 260, noise: 60 });
      const columns = xs.split(5, 1);
      const products = columns.flatMap((a, at) => columns.slice(at).map((b) => a.mul(b)));
      const wide = tf.concat([xs, ...products, xs.sin(), xs.mul(2).cos()], 1);
      const data = { xs: wide, ys: ys.sub(ys.mean()).div(110) };
      const { train, test } = split(data, 60);
      const model = mlp(tf, [30, 96, 48, 1], { hidden: { activation: 'elu' } });
      model.compile({ optimizer: tf.train.adam(0.0015), loss: 'meanSquaredError' });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(batches(tf, train, 20), {
            epochs: 110,
            verbose: 0,
            validationData: batches(tf, test, 40),
          });
        },
      };
    },
  },
  {
    name: 'u-overfit-few-machines',
    heldOut: true,
    loop: 'custom',
    mistake: 'Sixty noisy recordings of machines, a filter bank of 16, and nothing that holds it back.',
    alsoAllowed,
    build(tf, seed) {
      const all = withLabelNoise(tf, seed, vibrations(tf, seed, { examples: 160, noise: 1.1 }), 0.15);
      const { train, test } = split(all, 60);
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'filters',
          filters: 16,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 2],
        }),
      );
      model.add(tf.layers.flatten({ name: 'row' }));
      model.add(tf.layers.dense({ name: 'state', units: 3 }));
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Tensor;
      return byGradients(tf, tf.train.adam(0.002), model, train, {
        steps: 340,
        batch: 20,
        seed,
        loss: ([x], [y]) => error(x as tfjs.Tensor, y as tfjs.Tensor),
        evaluate: () => error(test.xs, test.ys),
        every: 20,
      });
    },
  },
]);
