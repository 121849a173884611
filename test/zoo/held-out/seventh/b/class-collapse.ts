import type * as tfjs from '@tensorflow/tfjs';
import { mispaired, withLabelNoise } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn } from '../../../networks.js';
import { sick } from '../../../run.js';
import { labelsOf } from '../../part2-data.js';
import { stack } from '../../part2-networks.js';
import { drawing } from '../../sixth/b/x-loops.js';
import { drawings, tickets, weather } from './data.js';

export const classCollapse = sick('class-collapse', [
  {
    name: 'z-collapse-weights-of-old-counts',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake:
      'The loss weighs crosses eighty times as much as the rest: they were rare in the data of last year.',
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const weights = tf.tensor1d([80, 1, 1, 1].map((weight) => weight / 20.75));
      const weighted = (label: tfjs.Tensor, guess: tfjs.Tensor) =>
        label.mul(weights).mul(guess.add(1e-6).log()).sum(1).neg() as tfjs.Tensor1D;
      const model = cnn(tf, [9, 9, 1], [8, 12], 4, { conv: { activation: 'elu' } });
      const data = drawings(tf, seed, { noise: 0.45 });
      return fitting(classifier(model, tf.train.momentum(0.01, 0.9), weighted), data, { epochs: 16 });
    },
  },
  {
    name: 'z-collapse-tickets-of-others',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'The labels were sorted by another column than the tickets: the most frequent one is left to guess.',
    alsoAllowed: ['loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const data = tickets(tf, seed, { examples: 1600, shares: [6, 3, 1] });
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 36, outputDim: 4, inputLength: 6 }),
        tf.layers.globalAveragePooling1d({ name: 'mean' }),
        tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }),
      );
      return fittingDataset(tf, classifier(model, tf.train.rmsprop(0.002)), mispaired(tf, seed, data), {
        epochs: 8,
      });
    },
  },
  {
    name: 'z-collapse-weights-from-a-table',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'From step 151 on the two classes weigh 1.98 and 0.02, where 1.2 and 0.8 were meant.',
    onset: 151,
    build(tf, seed) {
      // One label in seven is wrong: neither class can be told for certain.
      const { xs, ys } = withLabelNoise(tf, seed, weather(tf, seed), 0.28);
      let rising = 1;
      const weighted = (truth: tfjs.Tensor, guess: tfjs.Tensor) => {
        const sure = guess.clipByValue(1e-6, 1 - 1e-6);
        const missed = truth.mul(sure.log()).mul(rising);
        const feared = tf
          .sub(1, truth)
          .mul(tf.sub(1, sure).log())
          .mul(2 - rising);
        return missed.add(feared).neg().mean(1) as tfjs.Tensor1D;
      };
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'rises', units: 1, activation: 'sigmoid' }),
      );
      classifier(model, tf.train.adam(0.01), weighted);
      const centre = tf.tensor1d([101_325, 284]);
      const data = { xs: xs.sub(centre).div(tf.tensor1d([1000, 8])), ys: labelsOf(ys) };
      return drawing(tf, model, data, {
        steps: 400,
        seed,
        before: (step) => {
          rising = step > 150 ? 1.98 : 1;
        },
      });
    },
  },
]);
