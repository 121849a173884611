import type * as tfjs from '@tensorflow/tfjs';
import { givenGpu } from '../../../accelerator.js';
import { clusters, split, withLabelNoise } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { labelsOf } from '../../part2-data.js';
import { stack } from '../../part2-networks.js';
import { drawing, minimizing } from '../../sixth/b/x-loops.js';
import { beats, counts, drawings, linear, tanks, tickets } from './data.js';

const softmax = { activation: 'softmax' } as const;

/** Neighbours of sick data, of too much regularisation and of too long a training. */
export const healthyData = healthy([
  {
    name: 'z-ok-counts-plus-one',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Logarithms of counts and one, between 0 and 4: not centred, and of about unit scale.
      const { counts: rows, cost } = counts(seed);
      const logs = rows.map((row) => row.map((count) => Math.log(count + 1)));
      const model = mlp(tf, [6, 24, 12, 1], { hidden: { activation: 'tanh' } });
      return fitting(
        regressor(model, tf.train.adam(0.004)),
        { xs: tf.tensor2d(logs), ys: tf.tensor2d(cost) },
        { epochs: 22 },
      );
    },
  },
  {
    name: 'z-ok-padded-and-blank',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    build(tf, seed) {
      // Wide margins that are always 0 around the drawings.
      const { xs, ys } = drawings(tf, seed, { examples: 480 });
      const padded = (xs as tfjs.Tensor4D).pad([
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      const model = cnn(tf, [11, 11, 1], [8, 12], 4);
      return fittingDataset(tf, classifier(model, tf.train.adam(0.004)), { xs: padded, ys }, { epochs: 14 });
    },
  },
  {
    name: 'z-ok-six-to-one',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, {
        examples: 960,
        features: 10,
        classes: 2,
        spread: 1,
        shares: [6, 1],
      });
      const model = mlp(tf, [10, 20, 1], { hidden: { activation: 'selu' }, out: { activation: 'sigmoid' } });
      classifier(model, tf.train.momentum(0.02, 0.9), 'binaryCrossentropy');
      return drawing(tf, model, { xs, ys: labelsOf(ys) }, { steps: 360, seed });
    },
  },
  {
    name: 'z-ok-strong-and-right-l2',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Sixty columns of which six tell: without the penalty it would learn the noise.
      const data = linear(tf, seed, { examples: 900, features: 60, telling: 6, noise: 0.5 });
      const { train, test } = split(data, 600);
      const model = mlp(tf, [60, 16, 1], {
        hidden: { activation: 'elu', kernelRegularizer: tf.regularizers.l2({ l2: 0.012 }) },
      });
      return fitting(regressor(model, tf.train.adam(0.003)), train, {
        epochs: 18,
        batchSize: 32,
        validation: test,
      });
    },
  },
  {
    name: 'z-ok-stopped-in-time',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const data = withLabelNoise(tf, seed, beats(tf, seed, { examples: 640 }), 0.1);
      const { train, test } = split(data, 400);
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'local',
          filters: 12,
          kernelSize: 6,
          activation: 'relu',
          inputShape: [16, 1],
        }),
        tf.layers.globalMaxPooling1d({ name: 'pooled' }),
        tf.layers.dropout({ name: 'dropped', rate: 0.2 }),
        tf.layers.dense({ name: 'kind', units: 3, ...softmax }),
      );
      return fitting(classifier(model, tf.train.adamax(0.01)), train, {
        epochs: 40,
        validation: test,
        callbacks: tf.callbacks.earlyStopping({ monitor: 'val_loss', patience: 3 }),
      });
    },
  },
  {
    name: 'z-ok-at-the-noise',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // A third of the variance is noise, and the loss lies on it soon; so does that of other rows.
      const { train, test } = split(linear(tf, seed, { examples: 1800, noise: 0.7 }), 1400);
      const model = mlp(tf, [12, 1]);
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      return minimizing(tf, tf.train.sgd(0.03), model, train, {
        steps: 420,
        seed,
        batchSize: 48,
        loss: error,
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
  {
    name: 'z-ok-without-a-gpu-on-purpose',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 10, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'level', units: 1 }),
      );
      return givenGpu(
        { CUDA_VISIBLE_DEVICES: '-1' },
        drawing(tf, regressor(model, tf.train.adam(0.006)), tanks(tf, seed), { steps: 280, seed }),
      );
    },
  },
  {
    name: 'z-ok-eight-tickets-a-step',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Small batches of a majority class: half of all tickets, and guessed about as often.
      const { xs, ys } = tickets(tf, seed, { examples: 800, shares: [3, 2, 1] });
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 36, outputDim: 8, inputLength: 6 }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'kind', units: 3, ...softmax }),
      );
      return drawing(
        tf,
        classifier(model, tf.train.rmsprop(0.004)),
        { xs, ys },
        {
          steps: 500,
          seed,
          batchSize: 8,
        },
      );
    },
  },
]);
