import type * as tfjs from '@tensorflow/tfjs';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { fromGenerator } from './steps.js';
import { flowers, rings } from './tables.js';

const layers = ['out'];
const softmax = { activation: 'softmax' } as const;

export const lossMismatch = sick('loss-mismatch', [
  {
    name: 'v-mismatch-own-label-smoothing',
    heldOut: true,
    loop: 'fit',
    mistake: 'Labels are smoothed by adding 0.1 to every class instead of 0.1 / 5: a row sums to 1.4.',
    layers,
    build(tf, seed) {
      const { xs, ys } = flowers(tf, seed, { kinds: 5, overlap: 0.45 });
      const model = mlp(tf, [6, 32, 5], { hidden: { activation: 'elu' }, out: softmax });
      const smooth = ys.mul(0.9).add(0.1);
      return fitting(classifier(model, tf.train.adam(0.005)), { xs, ys: smooth }, { epochs: 16 });
    },
  },
  {
    name: 'v-mismatch-softmax-twice',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'tf.losses.softmaxCrossEntropy, which wants logits, is compiled on a softmax output.',
    layers,
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const data = rings(tf, seed);
      const model = mlp(tf, [2, 24, 16, 3], { hidden: { activation: 'elu' }, out: softmax });
      const loss = tf.losses.softmaxCrossEntropy as (a: tfjs.Tensor, b: tfjs.Tensor) => tfjs.Tensor;
      const compiled = classifier(model, tf.train.adam(0.006), loss);
      return onBatches(tf, compiled, data, { steps: 320 });
    },
  },
  {
    name: 'v-mismatch-labels-from-one',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The classes of the file are numbered 1 to 4; sparse cross-entropy on four units counts from 0.',
    layers,
    build(tf, seed) {
      const { xs, labels } = flowers(tf, seed, { kinds: 4, overlap: 0.4 });
      const numbers = tf.tensor2d(
        labels.map((label) => label + 1),
        [labels.length, 1],
      );
      const model = mlp(tf, [6, 24, 4], { out: softmax });
      const compiled = classifier(model, tf.train.rmsprop(0.004), 'sparseCategoricalCrossentropy');
      return fromGenerator(tf, compiled, { xs, ys: numbers }, { epochs: 16 });
    },
  },
]);
