import { clusters, sentences } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { sick } from '../../run.js';
import { flats, parity, textures } from './data-b.js';
import { batches, compiled, feeding, stacked, streaming } from './loops-b.js';

export const lossMismatch = sick('loss-mismatch', [
  {
    name: 't-mismatch-sigmoid-for-classes',
    heldOut: true,
    loop: 'fit',
    mistake: 'Five classes of which one is true, but the last activation is a sigmoid for each.',
    layers: ['out'],
    build(tf, seed) {
      const model = compiled(
        mlp(tf, [10, 20, 5], { hidden: { activation: 'tanh' }, out: { activation: 'sigmoid' } }),
        { optimizer: tf.train.adam(0.005), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      const data = clusters(tf, seed, { examples: 480, features: 10, classes: 5, spread: 1.2 });
      return fitting(model, data, { epochs: 14, batchSize: 32 });
    },
  },
  {
    name: 't-mismatch-logits-as-probability',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The only output is linear, but binaryCrossentropy wants a probability.',
    layers: ['answer'],
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.dense({ name: 'mix', units: 24, activation: 'relu', inputShape: [6] }),
          tf.layers.dense({ name: 'answer', units: 1 }),
        ),
        { optimizer: tf.train.adam(0.003), loss: 'binaryCrossentropy', metrics: ['accuracy'] },
      );
      return feeding(tf, model, 300, batches(tf, seed, parity(tf, seed, { deciding: 2 }), 20));
    },
  },
  {
    name: 't-mismatch-softmax-of-one',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A softmax over a single unit, which is always 1.',
    layers: ['spam'],
    alsoAllowed: ['loss-not-improving', 'vanishing-gradient', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const { xs, ys } = sentences(tf, seed, { examples: 400, words: 24, classes: 2 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.embedding({ name: 'words', inputDim: 24, outputDim: 6, inputLength: 10 }),
          tf.layers.globalAveragePooling1d({ name: 'mean' }),
          tf.layers.dense({ name: 'spam', units: 1, activation: 'softmax' }),
        ),
        { optimizer: tf.train.rmsprop(0.005), loss: 'binaryCrossentropy', metrics: ['accuracy'] },
      );
      return streaming(tf, model, { xs, ys: ys.slice([0, 1], [-1, 1]) }, { epochs: 10, size: 25 });
    },
  },
  {
    name: 't-mismatch-relu-for-signed',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The prices are standardised, half of them below 0, where the relu at the end cannot go.',
    layers: ['price'],
    alsoAllowed: ['loss-stalled', 'overtraining'],
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.dense({ name: 'wide', units: 24, activation: 'elu', inputShape: [6] }),
          tf.layers.dense({ name: 'narrow', units: 8, activation: 'elu' }),
          tf.layers.dense({ name: 'price', units: 1, activation: 'relu' }),
        ),
        { optimizer: tf.train.momentum(0.01, 0.9), loss: 'meanSquaredError' },
      );
      return fitting(model, flats(tf, seed), { epochs: 16, batchSize: 30, validationSplit: 0.15 });
    },
  },
  {
    name: 't-mismatch-scores-as-shares',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The last layer gives bare scores, but categoricalCrossentropy takes them for probabilities.',
    layers: ['scores'],
    alsoAllowed: ['loss-not-improving', 'loss-oscillating', 'loss-diverging', 'class-collapse'],
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv2d({
            name: 'conv',
            filters: 6,
            kernelSize: 3,
            strides: 2,
            activation: 'relu',
            inputShape: [8, 8, 1],
          }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'scores', units: 4 }),
        ),
        { optimizer: tf.train.adam(0.002), loss: 'categoricalCrossentropy' },
      );
      return feeding(tf, model, 200, batches(tf, seed, textures(tf, seed), 24));
    },
  },
]);
