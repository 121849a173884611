import type * as tfjs from '@tensorflow/tfjs';
import { clusters, spirals, split, withLabelNoise } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor, twoHeads } from '../networks.js';
import { healthy } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Dense networks, mostly classification, with all that is odd and yet healthy. */
export const healthyDense = healthy([
  {
    name: 'ok-relu-adam',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(clusters(tf, seed, { examples: 700 }), 512);
      const model = classifier(mlp(tf, [8, 32, 32, 3], { out: softmax }), tf.train.adam(0.001));
      return fitting(model, train, { epochs: 20, validation: test });
    },
  },
  {
    name: 'ok-sgd-momentum',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 16, 3], { out: softmax });
      return fitting(classifier(model, tf.train.momentum(0.1, 0.9)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'ok-adam-hundredth',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 32, 4], { out: softmax });
      return fitting(classifier(model, tf.train.adam(0.01)), clusters(tf, seed, { classes: 4 }), {
        epochs: 20,
      });
    },
  },
  {
    name: 'ok-rmsprop',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 24, 3], { out: softmax });
      return fitting(classifier(model, tf.train.rmsprop(0.003)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'ok-batch-of-four',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 3], { out: softmax });
      const data = clusters(tf, seed, { examples: 200 });
      return fitting(classifier(model, tf.train.sgd(0.02)), data, { epochs: 8, batchSize: 4 });
    },
  },
  {
    name: 'ok-classes-three-to-one',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const data = clusters(tf, seed, { classes: 2, shares: [3, 1], spread: 0.7 });
      const model = classifier(mlp(tf, [8, 24, 16, 2], { out: softmax }), tf.train.adam(0.003));
      return fitting(model, data, { epochs: 18 });
    },
  },
  {
    name: 'ok-outliers',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      // One value of 200 is thirty times as large, as in measured data.
      const rare = tf.randomUniform([512, 8], 0, 1, 'float32', seed).less(0.005).toFloat();
      const model = classifier(mlp(tf, [8, 32, 16, 3], { out: softmax }), tf.train.adam(0.002));
      return fitting(model, { xs: xs.mul(rare.mul(29).add(1)), ys }, { epochs: 20 });
    },
  },
  {
    name: 'ok-leaky-relu',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 16, 3], {
        hidden: { activation: 'linear' },
        out: softmax,
        between: (number) => [tf.layers.leakyReLU({ name: `leaky${number}` })],
      });
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'ok-tanh-spirals',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [2, 32, 32, 2], { hidden: { activation: 'tanh' }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.01)), spirals(tf, seed), { epochs: 24 });
    },
  },
  {
    name: 'ok-selu-deep',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 24, 24, 24, 24, 24, 3], {
        hidden: { activation: 'selu', kernelInitializer: 'leCunNormal' },
        out: softmax,
      });
      return fitting(classifier(model, tf.train.sgd(0.03)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'ok-narrow-relu',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 8, 6, 3], { hidden: { kernelInitializer: 'heNormal' }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.005)), clusters(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'ok-label-noise',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const all = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 2400 }), 0.25);
      const { train, test } = split(all, 1600);
      const model = classifier(mlp(tf, [8, 16, 3], { out: softmax }), tf.train.adam(0.003));
      return fitting(model, train, { epochs: 7, validation: test });
    },
  },
  {
    name: 'ok-residual-deep',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const input = tf.input({ shape: [8], name: 'features' });
      let x = tf.layers
        .dense({ name: 'stem', units: 16, activation: 'relu' })
        .apply(input) as tfjs.SymbolicTensor;
      for (let block = 1; block <= 6; block++) {
        const inner = tf.layers.dense({ name: `block${block}a`, units: 16, activation: 'relu' }).apply(x);
        const outer = tf.layers.dense({ name: `block${block}b`, units: 16 });
        const branch = outer.apply(inner) as tfjs.SymbolicTensor;
        x = tf.layers.add({ name: `sum${block}` }).apply([x, branch]) as tfjs.SymbolicTensor;
      }
      const out = tf.layers.dense({ name: 'out', units: 3, ...softmax }).apply(x) as tfjs.SymbolicTensor;
      const model = classifier(tf.model({ inputs: input, outputs: out }), tf.train.adam(0.001));
      return fitting(model, clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'ok-binary-sigmoid',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2, spread: 0.6 });
      const model = mlp(tf, [8, 24, 1], { out: { activation: 'sigmoid' } });
      const labels = ys.slice([0, 1], [-1, 1]);
      return fitting(
        classifier(model, tf.train.adam(0.005), 'binaryCrossentropy'),
        { xs, ys: labels },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'ok-hinge',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2, spread: 0.8 });
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      const signs = ys.slice([0, 1], [-1, 1]).mul(2).sub(1);
      return onBatches(tf, regressor(model, tf.train.sgd(0.05), 'hinge'), { xs, ys: signs }, { steps: 300 });
    },
  },
  {
    name: 'ok-small-rate-learns',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 48, 48, 3], { out: softmax });
      return fitting(classifier(model, tf.train.adam(2e-4)), clusters(tf, seed), { epochs: 22 });
    },
  },
  {
    name: 'ok-small-sgd-rate-learns',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 3], { out: softmax });
      return fitting(classifier(model, tf.train.sgd(0.003)), clusters(tf, seed), { epochs: 24 });
    },
  },
  {
    name: 'ok-noisy-validation',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(clusters(tf, seed, { examples: 664, spread: 0.5 }), 640);
      const model = classifier(mlp(tf, [8, 16, 3], { out: softmax }), tf.train.adam(0.003));
      return fitting(model, train, { epochs: 15, validation: test });
    },
  },
  {
    name: 'ok-logistic-regression',
    heldOut: false,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(clusters(tf, seed, { examples: 640, spread: 0.6 }), 480);
      const model = classifier(mlp(tf, [8, 3], { out: softmax }), tf.train.sgd(0.1));
      return fittingDataset(tf, model, train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'ok-two-heads',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const model = twoHeads(tf, 8, [32, 16], 3);
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      const sizes = xs.slice([0, 0], [-1, 2]).sum(1, true).tanh();
      return fitting(model, { xs, ys: [ys, sizes] }, { epochs: 18 });
    },
  },
]);
