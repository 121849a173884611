import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { motions } from './signals.js';
import { byGradients, fromGenerator, portion, squared } from './steps.js';
import { flowers, friedman } from './tables.js';

export const inputsNotNormalized = sick('inputs-not-normalized', [
  {
    name: 'v-unscaled-year',
    heldOut: true,
    loop: 'custom',
    mistake: 'Ten standardised columns got company: the year, 2015 give or take four.',
    alsoAllowed: ['loss-stalled', 'loss-oscillating', 'learning-rate-too-low'],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed);
      const year = xs.slice([0, 3], [-1, 1]).mul(4).add(2015).round();
      const data = { xs: tf.concat([xs, year], 1), ys };
      const model = mlp(tf, [11, 24, 16, 1], { hidden: { activation: 'elu' } });
      return byGradients(tf, tf.train.adam(0.002), model, {
        steps: 320,
        loss: (step) => squared(tf, model, ...portion(data, step, 32)),
      });
    },
  },
  {
    name: 'v-unscaled-counts-of-a-sensor',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Samples of a sensor are fed as the integers that it delivers, up to 400 in each direction.',
    alsoAllowed: ['loss-spike', 'loss-oscillating', 'poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = motions(tf, seed, { examples: 640, length: 12 });
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'conv',
          filters: 6,
          kernelSize: 4,
          strides: 2,
          activation: 'relu',
          inputShape: [12, 3],
        }),
      );
      model.add(tf.layers.globalAveragePooling1d({ name: 'average' }));
      model.add(tf.layers.dense({ name: 'out', units: 3 }));
      const ofLogits = (truth: tfjs.Tensor, scores: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(truth, scores);
      const samples = { xs: xs.mul(120).round(), ys };
      const compiled = classifier(model, tf.train.adam(0.003), ofLogits);
      return fromGenerator(tf, compiled, samples, { epochs: 16 });
    },
  },
  {
    name: 'v-unscaled-inches',
    heldOut: true,
    loop: 'fit',
    mistake: 'Body measurements go in as inches, around 60 with a deviation of 6, into a regression.',
    build(tf, seed) {
      const { xs, labels } = flowers(tf, seed, { features: 5, kinds: 2, overlap: 0.6 });
      const ys = tf.tensor2d(
        labels.map((label) => 2 * label - 1),
        [labels.length, 1],
      );
      const inches = xs.mul(6).add(tf.tensor1d([66, 38, 34, 72, 61]));
      const model = regressor(mlp(tf, [5, 24, 1], { hidden: { activation: 'elu' } }), tf.train.adam(0.001));
      return fitting(model, { xs: inches, ys }, { epochs: 16 });
    },
  },
]);
