import type * as tfjs from '@tensorflow/tfjs';
import { blobs, teacher } from '../../../data.js';
import { custom, fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';

export const a7 = [
  ...sick('dead-relu', [
    {
      name: 'q-prior-bias-in-every-layer',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'Starts the biases of all layers at the prior of a rare class, -4.6, which is meant for the last alone.',
      layers: ['conv1', 'conv2', 'hidden'],
      alsoAllowed: [
        'class-collapse',
        'loss-not-improving',
        'poor-initialization',
        'vanishing-gradient',
        'variable-not-training',
      ],
      build: (tf, seed) => {
        const prior = tf.initializers.constant({ value: -Math.log((1 - 0.01) / 0.01) });
        const model = tf.sequential();
        model.add(
          tf.layers.conv2d({
            name: 'conv1',
            filters: 5,
            kernelSize: 3,
            strides: 2,
            activation: 'relu',
            inputShape: [8, 8, 1],
            biasInitializer: prior,
          }),
        );
        model.add(
          tf.layers.conv2d({
            name: 'conv2',
            filters: 8,
            kernelSize: 3,
            activation: 'relu',
            biasInitializer: prior,
          }),
        );
        model.add(tf.layers.flatten({ name: 'features' }));
        model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', biasInitializer: prior }));
        model.add(
          tf.layers.dense({ name: 'found', units: 4, activation: 'sigmoid', biasInitializer: prior }),
        );
        const data = blobs(tf, seed, { examples: 512, size: 8 });
        return fitting(classifier(model, tf.train.adam(0.003), 'binaryCrossentropy'), data, { epochs: 16 });
      },
    },
    {
      name: 'q-restart-at-the-wrong-rate',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      mistake:
        'Restarts the learning rate at 1 for its warm restart, where 0.01 was meant; the ReLUs never recover.',
      layers: ['hidden2', 'hidden3'],
      onset: 181,
      alsoAllowed: [
        'exploding-gradient',
        'learning-rate-too-high',
        'loss-diverging',
        'loss-oscillating',
        'loss-spike',
        'loss-stalled',
        'vanishing-gradient',
        'variable-not-training',
      ],
      build: (tf, seed) => {
        const optimizer = tf.train.adam(0.005);
        const model = mlp(tf, [8, 24, 24, 16, 1]);
        const data = teacher(tf, seed, { examples: 640, noise: 0.1 });
        return onBatches(tf, regressor(model, optimizer), data, {
          steps: 360,
          before: (step) => {
            if (step >= 180) setLearningRate(optimizer, 0.002 + 1 * 0.9 ** (step - 180));
          },
        });
      },
    },
  ]),
  ...sick('saturated-activation', [
    {
      name: 'q-weights-all-positive',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'Draws the first weights uniformly between 0 and 1, so that all tanh units add up to their upper rail.',
      layers: ['hidden1', 'hidden2'],
      alsoAllowed: [
        'class-collapse',
        'loss-not-improving',
        'poor-initialization',
        'vanishing-gradient',
        'variable-not-training',
      ],
      build: (tf, seed) => {
        const { xs, ys } = blobs(tf, seed, { examples: 512 });
        const kernel = (number: number) => ({
          kernelInitializer: tf.initializers.randomUniform({
            minval: 0,
            maxval: 1,
            seed: 10 * seed + number,
          }),
        });
        const model = tf.sequential();
        model.add(
          tf.layers.dense({
            name: 'hidden1',
            units: 32,
            activation: 'tanh',
            inputShape: [100],
            ...kernel(1),
          }),
        );
        model.add(tf.layers.dense({ name: 'hidden2', units: 16, activation: 'tanh', ...kernel(2) }));
        model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
        const data = { xs: xs.reshape([512, 100]), ys };
        return fitting(classifier(model, tf.train.sgd(0.05)), data, { epochs: 16 });
      },
    },
    {
      name: 'q-decay-of-the-wrong-sign',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'Adds the decoupled weight decay instead of subtracting it: kernels grow by a hundredth at each step.',
      layers: ['hidden1', 'hidden2'],
      alsoAllowed: ['learning-rate-too-high', 'loss-diverging'],
      build: (tf, seed) => {
        const model = mlp(tf, [8, 20, 20, 1], { hidden: { activation: 'tanh' } });
        const kernels = model.trainableWeights
          .filter(({ name }) => name.includes('kernel'))
          .map((weight) => weight.read() as tfjs.Variable);
        const decay = 0.01;
        return custom(tf, tf.train.momentum(0.02, 0.9), model, teacher(tf, seed, { noise: 0.1 }), {
          steps: 400,
          before: (step) => {
            if (step === 0) return;
            tf.tidy(() => {
              for (const kernel of kernels) kernel.assign(kernel.mul(1 + decay));
            });
          },
          loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor),
        });
      },
    },
  ]),
];
