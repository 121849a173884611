import type * as tfjs from '@tensorflow/tfjs';
import type { Models, Subject, Tf } from '../subject.js';

const ROWS = 20;
const glorot = (tf: Tf, seed: number) => tf.initializers.glorotUniform({ seed });
const points = (tf: Tf, width: number, seed = 1) => tf.randomNormal([ROWS, width], 0, 1, 'float32', seed);
const numbers = (tf: Tf, count: number) =>
  tf.tensor2d(Array.from({ length: ROWS }, (_, row) => [row % count]));

/** Five models of different kinds, each with the optimizer it is given. */
export const kinds = {
  'dense, softmax': (tf: Tf, optimizer: tfjs.Optimizer | string): Subject => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({
          name: 'hidden',
          units: 16,
          activation: 'tanh',
          inputShape: [6],
          kernelInitializer: glorot(tf, 1),
        }),
        tf.layers.dense({
          name: 'classes',
          units: 4,
          activation: 'softmax',
          kernelInitializer: glorot(tf, 2),
        }),
      ],
    });
    model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
    return { model, xs: points(tf, 6), ys: numbers(tf, 4) };
  },
  'linear regression': (tf: Tf, optimizer: tfjs.Optimizer | string): Subject => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ name: 'line', units: 1, inputShape: [40], kernelInitializer: glorot(tf, 1) }),
      ],
    });
    model.compile({ optimizer, loss: 'meanSquaredError' });
    return { model, xs: points(tf, 40), ys: points(tf, 1, 5) };
  },
  'deep ReLU regression': (tf: Tf, optimizer: tfjs.Optimizer | string): Subject => {
    const model = tf.sequential();
    for (let layer = 0; layer < 4; layer++)
      model.add(
        tf.layers.dense({
          name: `hidden${layer}`,
          units: 24,
          activation: 'relu',
          kernelInitializer: tf.initializers.heNormal({ seed: layer + 1 }),
          ...(layer === 0 && { inputShape: [6] }),
        }),
      );
    model.add(tf.layers.dense({ name: 'value', units: 1, kernelInitializer: glorot(tf, 9) }));
    model.compile({ optimizer, loss: 'meanSquaredError' });
    return { model, xs: points(tf, 6), ys: points(tf, 1, 5) };
  },
  'convolution with batch normalization': (tf: Tf, optimizer: tfjs.Optimizer | string): Subject => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({
          name: 'conv',
          filters: 6,
          kernelSize: 3,
          inputShape: [6, 6, 1],
          kernelInitializer: glorot(tf, 1),
        }),
        tf.layers.batchNormalization({ name: 'normal' }),
        tf.layers.activation({ name: 'relu', activation: 'relu' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'yes', units: 1, activation: 'sigmoid', kernelInitializer: glorot(tf, 2) }),
      ],
    });
    model.compile({ optimizer, loss: 'binaryCrossentropy' });
    return { model, xs: tf.randomNormal([ROWS, 6, 6, 1], 0, 1, 'float32', 3), ys: numbers(tf, 2) };
  },
  recurrent: (tf: Tf, optimizer: tfjs.Optimizer | string): Subject => {
    const model = tf.sequential({
      layers: [
        tf.layers.simpleRNN({
          name: 'reader',
          units: 12,
          inputShape: [8, 3],
          kernelInitializer: glorot(tf, 1),
          recurrentInitializer: glorot(tf, 3),
        }),
        tf.layers.dense({
          name: 'classes',
          units: 3,
          activation: 'softmax',
          kernelInitializer: glorot(tf, 2),
        }),
      ],
    });
    model.compile({ optimizer, loss: 'sparseCategoricalCrossentropy' });
    return { model, xs: tf.randomNormal([ROWS, 8, 3], 0, 1, 'float32', 3), ys: numbers(tf, 3) };
  },
} as const;

export const models: Models = {
  passing: [
    { name: 'dense layers, Adam', build: (tf) => kinds['dense, softmax'](tf, tf.train.adam(0.01)) },
    { name: 'linear regression, SGD', build: (tf) => kinds['linear regression'](tf, tf.train.sgd(0.01)) },
    {
      name: 'deep ReLU regression, momentum',
      build: (tf) => kinds['deep ReLU regression'](tf, tf.train.momentum(0.001, 0.9)),
    },
    {
      name: 'convolution with batch normalization, RMSProp',
      build: (tf) => kinds['convolution with batch normalization'](tf, tf.train.rmsprop(0.003)),
    },
    { name: 'a recurrent network, an optimizer by name', build: (tf) => kinds.recurrent(tf, 'adam') },
  ],
  failing: [
    {
      name: 'SGD at 1 on a linear regression',
      build: (tf) => kinds['linear regression'](tf, tf.train.sgd(1)),
      finds:
        /The compiled rate 1 diverges: the largest rate that holds for 100 steps on 20 examples is 0\.\d+/,
    },
    {
      name: 'momentum at 0.5 on a deep network',
      build: (tf) => kinds['deep ReLU regression'](tf, tf.train.momentum(0.5, 0.9)),
      finds: /The compiled rate 0\.5 diverges/,
    },
    {
      name: 'Adam at 5',
      build: (tf) => kinds.recurrent(tf, tf.train.adam(5)),
      finds: /The compiled rate 5 diverges/,
    },
    {
      name: 'Adam at 1e-7',
      build: (tf) => kinds['dense, softmax'](tf, tf.train.adam(1e-7)),
      finds: /The compiled rate 1e-7 is far too low: in \d+ steps the loss fell by 0\.00/,
    },
    {
      name: 'SGD at 1e-6',
      build: (tf) => kinds['convolution with batch normalization'](tf, tf.train.sgd(1e-6)),
      finds: /The compiled rate 1e-6 is far too low/,
    },
  ],
};
