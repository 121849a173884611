import type * as tfjs from '@tensorflow/tfjs';
import { clusters, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { healthy } from '../../run.js';
import { flats, indices, rings } from './data-b.js';
import { batches, compiled, feeding, stacked, streaming } from './loops-b.js';

export const healthyTables = healthy([
  {
    name: 't-fine-heavy-tails',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const random = new Random(seed + 201);
      const draw = () => (random.normal() * Math.exp(0.6 * random.normal())) / 1.45;
      const rows = Array.from({ length: 560 }, () => Array.from({ length: 6 }, draw));
      const gains = rows.map(
        ([a = 0, b = 0, c = 0, d = 0]) => Math.tanh(a) - 0.6 * b + 0.4 * Math.tanh(c * d),
      );
      const ys = tf.tensor2d(
        gains.map((gain) => gain + 0.2 * random.normal()),
        [560, 1],
      );
      const model = compiled(mlp(tf, [6, 24, 12, 1], { hidden: { activation: 'elu' } }), {
        optimizer: tf.train.rmsprop(0.001),
        loss: (truth: tfjs.Tensor, guess: tfjs.Tensor) => tf.losses.huberLoss(truth, guess),
      });
      return fitting(
        model,
        { xs: tf.tensor2d(rows), ys },
        { epochs: 11, batchSize: 28, validationSplit: 0.2 },
      );
    },
  },
  {
    name: 't-fine-rare-flags',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const random = new Random(seed + 202);
      const labels = Array.from({ length: 720 }, () => random.integer(3));
      const rows = labels.map((label) =>
        Array.from({ length: 60 }, (_, flag) =>
          Number(random.uniform() < (flag % 3 === label ? 0.11 : 0.012)),
        ),
      );
      const model = compiled(mlp(tf, [60, 16, 3], { out: { activation: 'softmax' } }), {
        optimizer: tf.train.adam(0.004),
        loss: 'sparseCategoricalCrossentropy',
      });
      const ys = tf.tensor2d(labels, [720, 1]);
      return fitting(model, { xs: tf.tensor2d(rows), ys }, { epochs: 9, batchSize: 24 });
    },
  },
  {
    name: 't-fine-unequal-variances',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 800, features: 6, outputs: 2, noise: 0.15 });
      const widths = tf.tensor1d([0.55, 1.7, 0.8, 1.3, 0.6, 1.1]);
      const model = compiled(mlp(tf, [6, 28, 2], { hidden: { activation: 'tanh' } }), {
        optimizer: tf.train.adagrad(0.08),
        loss: 'meanAbsoluteError',
      });
      return feeding(tf, model, 300, batches(tf, seed, { xs: xs.mul(widths), ys }, 40));
    },
  },
  {
    name: 't-fine-one-to-four',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, {
        examples: 640,
        features: 7,
        classes: 2,
        spread: 1,
        shares: [4, 1],
      });
      const model = compiled(
        mlp(tf, [7, 14, 1], { hidden: { activation: 'selu' }, out: { activation: 'sigmoid' } }),
        { optimizer: tf.train.momentum(0.01, 0.9), loss: 'binaryCrossentropy', metrics: ['accuracy'] },
      );
      const members = { xs, ys: ys.slice([0, 1], [-1, 1]) };
      return fitting(model, members, { epochs: 12, batchSize: 32, validationSplit: 0.25 });
    },
  },
  {
    name: 't-fine-small-class',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const data = rings(tf, seed, { examples: 640, shares: [1, 6, 7] });
      const model = compiled(
        mlp(tf, [2, 24, 12, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        { optimizer: tf.train.adam(0.01), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] },
      );
      return streaming(tf, model, indices(data), { epochs: 12, size: 32 });
    },
  },
  {
    name: 't-fine-many-labels',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 900, features: 10, outputs: 5, hidden: 8 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.dense({ name: 'mix', units: 32, inputShape: [10], useBias: false }),
          tf.layers.batchNormalization({ name: 'norm' }),
          tf.layers.activation({ name: 'elu', activation: 'elu' }),
          tf.layers.dense({ name: 'labels', units: 5, activation: 'sigmoid' }),
        ),
        { optimizer: tf.train.adam(0.006), loss: 'binaryCrossentropy' },
      );
      return feeding(tf, model, 250, batches(tf, seed, { xs, ys: ys.greater(0.2).toFloat() }, 48));
    },
  },
  {
    name: 't-fine-full-batch',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const model = compiled(mlp(tf, [6, 10, 1], { hidden: { activation: 'tanh' } }), {
        optimizer: tf.train.sgd(0.05),
        loss: 'meanSquaredError',
      });
      return fitting(model, flats(tf, seed, { examples: 128 }), { epochs: 200, batchSize: 128 });
    },
  },
  {
    name: 't-fine-two-at-a-time',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 500, features: 4, classes: 3, spread: 1.6 });
      const model = compiled(
        mlp(tf, [4, 12, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        {
          optimizer: tf.train.sgd(0.02),
          loss: 'categoricalCrossentropy',
        },
      );
      return feeding(tf, model, 600, batches(tf, seed, data, 2));
    },
  },
]);
