import { clusters, oneHot, withLabelNoise } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp } from '../networks.js';
import { Random } from '../random.js';
import { sick } from '../run.js';
import { flags, labelsOf, moons, stripes } from './part2-data.js';
import { stack } from './part2-networks.js';

export const classCollapse = sick('class-collapse', [
  {
    name: 'h-collapse-unlabelled-cases',
    heldOut: true,
    loop: 'fit',
    mistake:
      'Six of seven cases were never labelled as such: twelve to one, and they are never worth a guess.',
    build(tf, seed) {
      const random = new Random(seed + 4);
      const { xs, ys } = clusters(tf, seed, { examples: 768, classes: 2, features: 6, shares: [1, 1] });
      const labels = Array.from(ys.argMax(1).dataSync(), (label) =>
        Number(label && random.uniform() < 0.155),
      );
      const model = mlp(tf, [6, 12, 2], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      return fitting(
        classifier(model, tf.train.sgd(0.05)),
        { xs, ys: oneHot(tf, labels, 2) },
        { epochs: 14 },
      );
    },
  },
  {
    name: 'h-collapse-output-bias',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'The bias of one of four classes was set to 12, and the rate is too small to undo it.',
    alsoAllowed: ['poor-initialization', 'loss-not-improving', 'learning-rate-too-low'],
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 8,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
      );
      const out = model.getLayer('out');
      const kernel = out.getWeights()[0];
      if (!kernel) throw new Error('setting a bias: expected a kernel, found none');
      out.setWeights([kernel, tf.tensor1d([0, 0, 12, 0])]);
      return onBatches(tf, classifier(model, tf.train.sgd(0.001)), stripes(tf, seed), { steps: 300 });
    },
  },
  {
    name: 'h-collapse-class-weight',
    heldOut: true,
    loop: 'fit',
    mistake: 'A weight of 60 for the second class, meant for rare classes, where both are equally common.',
    build(tf, seed) {
      const { xs, ys } = moons(tf, seed, { noise: 0.5 });
      const model = mlp(tf, [2, 16, 2], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      return fitting(
        classifier(model, tf.train.adam(0.005)),
        { xs, ys: withLabelNoise(tf, seed, { xs, ys }, 0.4).ys },
        { epochs: 18, classWeight: { 0: 1, 1: 60 } },
      );
    },
  },
  {
    name: 'h-collapse-under-penalty',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'An l1 of 0.2 holds all weights at 0: only the bias is left to speak, for the commonest class.',
    alsoAllowed: [
      'dead-relu',
      'regularization-dominates',
      'loss-not-improving',
      'vanishing-gradient',
      'variable-not-training',
    ],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l1({ l1: 0.2 });
      const model = mlp(tf, [24, 12, 3], {
        hidden: { activation: 'relu', kernelRegularizer },
        out: { activation: 'softmax', kernelRegularizer },
      });
      return fittingDataset(
        tf,
        classifier(model, tf.train.adam(0.01), 'sparseCategoricalCrossentropy'),
        (({ xs, ys }) => ({ xs, ys: labelsOf(ys) }))(flags(tf, seed, { examples: 640 })),
        { epochs: 15 },
      );
    },
  },
  {
    name: 'h-collapse-scaled-twice',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Images are divided by 255 twice: next to the bias they weigh nothing.',
    alsoAllowed: [
      'inputs-not-normalized',
      'loss-not-improving',
      'vanishing-gradient',
      'variable-not-training',
      'learning-rate-too-low',
    ],
    build(tf, seed) {
      const { xs, ys } = stripes(tf, seed, { examples: 640, size: 6, shares: [2, 2, 5, 2] });
      const model = mlp(tf, [36, 32, 4], {
        hidden: { activation: 'softplus' },
        out: { activation: 'softmax' },
      });
      const flat = xs.reshape([-1, 36]).div(255);
      return onBatches(
        tf,
        classifier(model, tf.train.momentum(0.003, 0.9)),
        { xs: flat, ys },
        { steps: 320 },
      );
    },
  },
]);
