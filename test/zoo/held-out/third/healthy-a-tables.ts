import type * as tfjs from '@tensorflow/tfjs';
import { split, withLabelNoise } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, mlp, regressor, setLearningRate, twoHeads } from '../../networks.js';
import { healthy } from '../../run.js';
import { customers, friedman, rings } from './data-a.js';
import { byHand, onParts, part } from './loops-a.js';

export const healthyTables = healthy([
  {
    name: 't-fine-cosine',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const data = customers(tf, seed, { noise: 0.4, examples: 1024 });
      const optimizer = tf.train.momentum(0.05, 0.9);
      const model = mlp(tf, [11, 24, 12, 1], { out: { activation: 'sigmoid' } });
      return onParts(tf, classifier(model, optimizer, 'binaryCrossentropy'), data, {
        steps: 420,
        size: 32,
        before: (step) => setLearningRate(optimizer, 0.002 + 0.024 * (1 + Math.cos((Math.PI * step) / 420))),
      });
    },
  },
  {
    name: 't-fine-warm-up',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(friedman(tf, seed, { examples: 1152, outputs: 3, noise: 0.1 }), 1024);
      const optimizer = tf.train.adam(0.0001);
      const model = mlp(tf, [7, 32, 24, 3], { hidden: { activation: 'swish' } });
      const loss = (of: { xs: tfjs.Tensor; ys: tfjs.Tensor }) =>
        tf.losses.meanSquaredError(of.ys, model.apply(of.xs) as tfjs.Tensor);
      return byHand(tf, optimizer, model, {
        steps: 400,
        before: (step) =>
          setLearningRate(optimizer, step < 40 ? 0.00025 * (step + 1) : 0.01 / Math.sqrt((step + 1) / 40)),
        loss: (step) => loss(part(train, step, 64)),
        evaluate: () => loss(test),
        every: 40,
      });
    },
  },
  {
    name: 't-fine-dropout-half',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(customers(tf, seed, { noise: 0.3, examples: 1200 }), 1024);
      const model = mlp(tf, [11, 48, 32, 1], {
        out: { activation: 'sigmoid' },
        between: () => [tf.layers.dropout({ rate: 0.5 })],
      });
      const compiled = classifier(model, tf.train.adam(0.004), 'binaryCrossentropy');
      return fitting(compiled, train, { epochs: 14, validation: test });
    },
  },
  {
    name: 't-fine-label-noise',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const clean = rings(tf, seed, { examples: 1664, classes: 2, noise: 0.15 });
      const { train, test } = split(withLabelNoise(tf, seed, clean, 0.3), 1408);
      const model = mlp(tf, [2, 16, 12, 2], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return fittingDataset(tf, classifier(model, tf.train.adam(0.01)), train, {
        epochs: 9,
        validation: test,
      });
    },
  },
  {
    name: 't-fine-mostly-noise',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 4096, noise: 1 });
      const model = mlp(tf, [7, 16, 1], { hidden: { activation: 'elu' } });
      return onParts(tf, regressor(model, tf.train.adam(0.01)), data, { steps: 384, size: 32 });
    },
  },
  {
    name: 't-fine-prices',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { examples: 1024, noise: 0.1 });
      const prices = ys.mul(40).add(60);
      const model = mlp(tf, [7, 32, 16, 1], { hidden: { activation: 'elu' } });
      return fitting(
        regressor(model, tf.train.adam(0.02), 'meanAbsoluteError'),
        { xs, ys: prices },
        { epochs: 14 },
      );
    },
  },
  {
    name: 't-fine-two-heads',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { xs, ys } = rings(tf, seed, { examples: 768 });
      const radius = xs.square().sum(1, true).sqrt().sub(1);
      const model = twoHeads(tf, 2, [24, 24], 3, { activation: 'tanh' });
      model.compile({
        optimizer: tf.train.adam(0.01),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
        metrics: ['accuracy'],
      });
      return fitting(model, { xs, ys: [ys, radius] }, { epochs: 16 });
    },
  },
  {
    name: 't-fine-batches-of-four',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const data = rings(tf, seed, { examples: 1024, classes: 2 });
      const model = mlp(tf, [2, 20, 12, 2], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return onParts(tf, classifier(model, tf.train.rmsprop(0.004)), data, { steps: 600, size: 4 });
    },
  },
]);
