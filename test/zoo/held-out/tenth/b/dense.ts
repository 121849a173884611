import type * as tfjs from '@tensorflow/tfjs';
import { clusters, oneHot, split, teacher, withLabelNoise } from '../../../data.js';
import { fitting, fittingDataset, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { flatDigits } from './helpers.js';

export const dense = healthy([
  {
    // About half of the activations of both ReLU layers are zero; momentum.
    name: 'p-ok-relu-half-zero',
    heldOut: true,
    loop: 'fitDataset',
    build: async (tf) => {
      const { train, test } = await flatDigits(tf, 2400, { small: true });
      const hidden = { kernelInitializer: 'heNormal' } as const;
      const model = mlp(tf, [196, 32, 16, 10], { hidden, out: { activation: 'softmax' } });
      classifier(model, tf.train.momentum(0.04, 0.9));
      return fittingDataset(tf, model, train, { epochs: 4, validation: test });
    },
  },
  {
    // Half of the units are dropped twice: training loss stays well above validation.
    name: 'p-ok-heavy-dropout',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const { train, test } = split(
        clusters(tf, seed, { examples: 1280, features: 12, classes: 4, spread: 0.7 }),
        960,
      );
      const model = mlp(tf, [12, 64, 64, 4], {
        between: () => [tf.layers.dropout({ rate: 0.5 })],
        out: { activation: 'softmax' },
      });
      classifier(model, tf.train.adam(0.003));
      return fitting(model, train, { epochs: 12, validation: test });
    },
  },
  {
    // The whole base is frozen on purpose: only the new head learns.
    name: 'p-ok-frozen-base',
    heldOut: true,
    loop: 'fit',
    build: async (tf) => {
      const { train } = await flatDigits(tf, 2000, { small: true });
      const labels = Array.from(train.ys.argMax(1).dataSync());
      const part = (from: number, to: number) => {
        const at = labels.flatMap((label, index) => (label >= from && label < to ? [index] : []));
        const kinds = at.map((index) => (labels[index] ?? 0) - from);
        return { xs: train.xs.gather(tf.tensor1d(at, 'int32')), ys: oneHot(tf, kinds, to - from) };
      };
      const old = mlp(tf, [196, 48, 32, 6], { out: { activation: 'softmax' } });
      classifier(old, tf.train.adam(0.003));
      const before = part(0, 6);
      await old.fit(before.xs, before.ys, { epochs: 4, verbose: 0 });
      const model = tf.sequential();
      for (const layer of old.layers.slice(0, -1)) {
        layer.trainable = false;
        model.add(layer);
      }
      model.add(tf.layers.dense({ name: 'head', units: 4, activation: 'softmax' }));
      classifier(model, tf.train.adam(0.01));
      const now = split(part(6, 10), 640);
      return fitting(model, now.train, { epochs: 15, validation: now.test });
    },
  },
  {
    // Two examples a batch: the loss of single steps jumps about.
    name: 'p-ok-batch-of-two',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      regressor(model, tf.train.sgd(0.03));
      return fitting(model, teacher(tf, seed, { examples: 440, noise: 0.1 }), { epochs: 2, batchSize: 2 });
    },
  },
  {
    // Targets around 40, as temperatures are: the first loss is in the thousands.
    name: 'p-ok-large-targets',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const { xs, ys } = teacher(tf, seed, { examples: 640, noise: 0.2 });
      const model = mlp(tf, [8, 32, 16, 1], { hidden: { activation: 'elu' } });
      regressor(model, tf.train.adam(0.02));
      return fitting(model, { xs, ys: ys.mul(9).add(40) }, { epochs: 20 });
    },
  },
  {
    // An easy task: almost zero after a hundred steps, and flat from there on.
    name: 'p-ok-early-zero',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const { train, test } = split(clusters(tf, seed, { examples: 800, classes: 2, spread: 3 }), 640);
      const model = mlp(tf, [8, 16, 2], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.adam(0.02));
      return fitting(model, train, { epochs: 15, validation: test });
    },
  },
  {
    // Inputs with outliers of six deviations, targets with heavy tails; absolute error.
    name: 'p-ok-outliers-absolute-error',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const random = new Random(seed + 31);
      const { xs, ys } = teacher(tf, seed, { examples: 960, features: 6 });
      const wild = Float32Array.from({ length: 960 * 6 }, () => (random.uniform() < 0.01 ? 4 : 1));
      const tails = Float32Array.from({ length: 960 }, () => {
        const tail = random.normal() / Math.max(0.1, Math.abs(random.normal()));
        return 0.1 * tail;
      });
      const data = {
        xs: xs.mul(tf.tensor2d(wild, [960, 6])),
        ys: ys.add(tf.tensor2d(tails, [960, 1])),
      };
      const model = mlp(tf, [6, 32, 16, 1]);
      regressor(model, tf.train.adam(0.006), 'meanAbsoluteError');
      return onBatches(tf, model, data, { steps: 360 });
    },
  },
  {
    // Three times as many of one class, made up for by class weights.
    name: 'p-ok-class-weights',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const all = clusters(tf, seed, {
        examples: 1280,
        features: 10,
        classes: 2,
        shares: [3, 1],
        spread: 0.6,
      });
      const { train, test } = split(all, 960);
      const model = mlp(tf, [10, 20, 2], { out: { activation: 'softmax' } });
      classifier(model, tf.train.rmsprop(0.003));
      return fitting(model, train, { epochs: 10, validation: test, classWeight: { 0: 0.67, 1: 2 } });
    },
  },
  {
    // A quarter of the labels drawn anew, and smoothed targets: the loss stays high by nature.
    name: 'p-ok-noisy-smoothed-labels',
    heldOut: true,
    loop: 'fitDataset',
    build: (tf, seed) => {
      const noisy = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 1280, spread: 1 }), 0.25);
      const { train, test } = split({ xs: noisy.xs, ys: noisy.ys.mul(0.9).add(0.1 / 3) }, 960);
      const model = mlp(tf, [8, 12, 3], { out: { activation: 'softmax' } });
      classifier(model, tf.train.adam(0.006));
      return fittingDataset(tf, model, train, { epochs: 10, validation: test });
    },
  },
  {
    // Little data, hinge loss with labels -1 and 1, L2, and a stop where validation stops getting better.
    name: 'p-ok-small-data-early-stopping',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const { xs, ys } = clusters(tf, seed, { examples: 296, features: 5, classes: 2, spread: 0.8 });
      const { train, test } = split({ xs, ys: ys.slice([0, 1], [-1, 1]).mul(2).sub(1) }, 96);
      const model: tfjs.Sequential = mlp(tf, [5, 6, 1], {
        hidden: { activation: 'tanh', kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }) },
      });
      regressor(model, tf.train.sgd(0.05), 'hinge');
      const callbacks = tf.callbacks.earlyStopping({ monitor: 'val_loss', patience: 85 });
      return fitting(model, train, { epochs: 100, validation: test, callbacks });
    },
  },
]);
