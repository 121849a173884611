import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, teacher, withLabelNoise } from '../../../data.js';
import { custom, fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { crossEntropy, plainStep, training } from '../../eighth/loops.js';
import { rows } from '../../loops.js';
import { variablesOf } from '../../part2-networks.js';

export const overfitted = sick('overfitting', [
  {
    // A wide network, few rows of uncertain kinds.
    heldOut: true,
    name: 'n-overfitting-few-uncertain-rows',
    loop: 'fit',
    mistake:
      'A wide network on 96 rows whose labels are partly wrong, without anything against learning by heart.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const all = withLabelNoise(
        tf,
        seed,
        clusters(tf, seed, { examples: 396, features: 12, spread: 0.7 }),
        0.25,
      );
      const { train, test } = split(all, 96);
      const model = regressor(
        mlp(tf, [12, 96, 48, 3], { out: { activation: 'softmax' } }),
        tf.train.adam(0.002),
        'categoricalCrossentropy',
      );
      return fitting(model, train, { epochs: 45, batchSize: 16, validation: test });
    },
  },
  {
    // A regression with more weights than examples, evaluated on others every 20 steps.
    heldOut: true,
    name: 'n-overfitting-noise-by-heart',
    loop: 'custom',
    mistake: 'A hundred and twenty-eight noisy examples for three thousand weights, and no early stop.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const all = teacher(tf, seed, { examples: 384, features: 9, noise: 0.7 });
      const { train, test } = split(all, 128);
      const model = mlp(tf, [9, 64, 32, 1], { hidden: { activation: 'elu' } });
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      return custom(tf, tf.train.adam(0.003), model, train, {
        steps: 440,
        loss: error,
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
]);

export const unnormalized = sick('inputs-not-normalized', [
  {
    // Columns as they are in the table: an age, an income in thousands, a year.
    heldOut: true,
    name: 'n-unnormalized-columns-of-a-table',
    loop: 'fit',
    mistake: 'Columns are given as they are in the table, around 40, 60 and 1990.',
    alsoAllowed: ['loss-oscillating', 'loss-spike', 'learning-rate-too-high', 'dead-relu'],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 640, features: 3, noise: 0.1 });
      const raw = xs.mul([12, 20, 9]).add([40, 60, 1990]);
      const model = regressor(mlp(tf, [3, 24, 12, 1]), tf.train.adam(0.002));
      return fitting(model, { xs: raw, ys }, { epochs: 15 });
    },
  },
  {
    // Small pictures as bytes.
    heldOut: true,
    name: 'n-unnormalized-bytes',
    loop: 'custom',
    mistake: 'Pictures are in 0..255.',
    alsoAllowed: ['loss-oscillating', 'loss-spike', 'learning-rate-too-high'],
    build(tf, seed) {
      const random = new Random(seed);
      const faces = tf.tensor2d(random.normals(4 * 25), [4, 25]);
      const { ys } = clusters(tf, seed, { examples: 960, classes: 4 });
      const noise = tf.tensor2d(random.normals(960 * 25), [960, 25]);
      const pixels = ys
        .matMul(faces)
        .add(noise.mul(0.8))
        .mul(0.2)
        .add(0.5)
        .clipByValue(0, 1)
        .mul(255)
        .round();
      const model = mlp(tf, [25, 20, 4], { hidden: { activation: 'elu' } });
      return custom(
        tf,
        tf.train.rmsprop(0.001),
        model,
        { xs: pixels, ys },
        {
          steps: 280,
          loss: (x, y) => crossEntropy(tf, y, model.apply(x) as tfjs.Tensor),
        },
      );
    },
  },
]);

export const constants = sick('inputs-constant', [
  {
    // The place of a batch is computed, and always the same.
    heldOut: true,
    name: 'n-constant-first-batch-again',
    loop: 'custom',
    mistake:
      'The step is divided by the number of batches, where its remainder was meant: the first batch stays.',
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 12800, features: 7, outputs: 2, noise: 0.2 });
      const model = mlp(tf, [7, 20, 2], { hidden: { activation: 'swish' } });
      const optimizer = tf.train.momentum(0.02, 0.9);
      const step = (index: number) => {
        const { xs, ys } = rows(data, Math.floor(index / 400));
        const told = plainStep(
          tf,
          optimizer,
          variablesOf(model),
          () => tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar,
        );
        tf.dispose([xs, ys]);
        return told;
      };
      return training(tf, { target: optimizer, model }, { steps: 300, step });
    },
  },
  {
    // Pictures become whole numbers too soon.
    heldOut: true,
    name: 'n-constant-rounded-to-nothing',
    loop: 'trainOnBatch',
    mistake: 'Bytes are divided by 256 as whole numbers, which makes all of them zero.',
    alsoAllowed: [
      'loss-not-improving',
      'class-collapse',
      'variable-not-training',
      'dead-relu',
      'inputs-not-normalized',
      'vanishing-gradient',
    ],
    build(tf, seed) {
      const random = new Random(seed);
      const faces = tf.tensor2d(random.normals(3 * 30), [3, 30]);
      const { ys } = clusters(tf, seed, { examples: 960, classes: 3 });
      const noise = tf.tensor2d(random.normals(960 * 30), [960, 30]);
      const bytes = ys.matMul(faces).add(noise.mul(0.7)).mul(50).add(128).clipByValue(0, 255).toInt();
      const xs = bytes.div(tf.scalar(256, 'int32')).toFloat();
      const model = mlp(tf, [30, 24, 12, 3], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return onBatches(tf, classifier(model, tf.train.adam(0.003)), { xs, ys }, { steps: 280 });
    },
  },
]);
