import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, teacher } from '../data.js';
import { custom, fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick, type Tf } from '../run.js';

/** The weights are driven to zero: nothing is learned, one class is guessed, no gradient comes through. */
const alsoAllowed = [
  'loss-not-improving',
  'loss-stalled',
  'class-collapse',
  'vanishing-gradient',
  'dead-relu',
  'variable-not-training',
];

export const regularizationDominates = sick('regularization-dominates', [
  {
    name: 'penalty-l2-of-one',
    heldOut: false,
    loop: 'fit',
    mistake: 'L2 penalties of 1 on both layers.',
    layers: ['hidden1', 'out'],
    alsoAllowed,
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 1 });
      const model = mlp(tf, [8, 32, 3], {
        hidden: { kernelRegularizer },
        out: { activation: 'softmax', kernelRegularizer },
      });
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'penalty-misplaced-point',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'L2 penalties of 0.2 where 0.002 was meant, in a regression.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed,
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.2 });
      const model = mlp(tf, [8, 32, 16, 1], { hidden: { activation: 'tanh', kernelRegularizer } });
      const compiled = regressor(model, tf.train.momentum(0.01, 0.9));
      return onBatches(tf, compiled, teacher(tf, seed, { noise: 0.1 }), { steps: 320 });
    },
  },
  {
    name: 'penalty-l1-of-filters',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'An L1 penalty of 0.05 on every filter of a convolutional network.',
    layers: ['conv1', 'conv2'],
    alsoAllowed,
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l1({ l1: 0.05 });
      const model = cnn(tf, [10, 10, 1], [8, 16], 4, { conv: { kernelRegularizer } });
      return fitting(classifier(model, tf.train.rmsprop(0.002)), blobs(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'penalty-behind-recurrent',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The layers behind an LSTM get the penalty of 0.5 that was found for the sum of a batch.',
    layers: ['hidden', 'out'],
    alsoAllowed,
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.5 });
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', kernelRegularizer }));
      model.add(tf.layers.dense({ name: 'out', units: 1, kernelRegularizer }));
      const data = sines(tf, seed, { length: 6 });
      return fitting(regressor(model, tf.train.adamax(0.01)), data, { epochs: 18 });
    },
  },
  {
    name: 'penalty-on-autoencoder',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'The squared error of pixels is far below 1: an L2 penalty of 0.01 is all that counts.',
    layers: ['hidden1', 'hidden2', 'hidden3'],
    alsoAllowed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6, noise: 0.05 }).xs.reshape([-1, 36]);
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.01 });
      const model = mlp(tf, [36, 24, 8, 24, 36], { hidden: { activation: 'relu', kernelRegularizer } });
      return fittingDataset(
        tf,
        regressor(model, tf.train.adam(0.003)),
        { xs: pixels, ys: pixels },
        { epochs: 18 },
      );
    },
  },
  ...(
    [
      [
        'penalty-told-by-a-loop',
        4,
        'A loop adds four times the sum of the squared weights, where 4e-4 was meant.',
      ],
      ['penalty-told-without-a-factor', 1, 'A loop adds the sum of the squared weights as it is.'],
    ] as const
  ).map(([name, strength, mistake]) => ({
    name,
    heldOut: false,
    loop: 'custom' as const,
    mistake,
    layers: ['hidden1', 'out'],
    alsoAllowed,
    build(tf: Tf, seed: number) {
      const model = mlp(tf, [8, 20, 1], { hidden: { activation: 'tanh' } });
      const kernels = model.trainableWeights.filter(({ shape }) => shape.length > 1);
      const penalty = () => kernels.map((kernel) => kernel.read().square().sum().mul(strength));
      const subject = custom(tf, tf.train.adam(0.005), model, teacher(tf, seed, { noise: 0.1 }), {
        steps: 300,
        loss: (x, y) =>
          tf.addN([
            tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor),
            ...penalty(),
          ]) as tfjs.Scalar,
      });
      return { ...subject, penalty };
    },
  })),
]);
