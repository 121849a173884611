import type * as tfjs from '@tensorflow/tfjs';
import type { Models, Subject, Tf } from '../subject.js';

const ROWS = 64;
const he = (tf: Tf, seed: number) => tf.initializers.heNormal({ seed });
const points = (tf: Tf, width: number, seed = 1) => tf.randomNormal([ROWS, width], 0, 1, 'float32', seed);
const classes = (tf: Tf, count: number) =>
  tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: ROWS }, (_, row) => row % count),
        'int32',
      ),
      count,
    )
    .toFloat();

/** A classifier of random points, which nothing but memory gets right. */
function classifier(
  tf: Tf,
  {
    layers = [
      tf.layers.dense({
        name: 'hidden',
        units: 32,
        activation: 'relu',
        inputShape: [8],
        kernelInitializer: he(tf, 1),
      }),
    ],
    optimizer = tf.train.adam(0.01),
    loss = 'categoricalCrossentropy',
    ys = classes(tf, 4),
  }: {
    layers?: readonly tfjs.layers.Layer[];
    optimizer?: tfjs.Optimizer | string;
    loss?: string | ((target: tfjs.Tensor, output: tfjs.Tensor) => tfjs.Tensor);
    ys?: tfjs.Tensor;
  } = {},
): Subject {
  const model = tf.sequential({
    layers: [
      ...layers,
      tf.layers.dense({ name: 'classes', units: 4, activation: 'softmax', kernelInitializer: he(tf, 2) }),
    ],
  });
  model.compile({ optimizer, loss });
  return { model, xs: points(tf, 8), ys };
}

const hidden = (tf: Tf, more: object = {}) =>
  tf.layers.dense({
    name: 'hidden',
    units: 32,
    activation: 'relu',
    inputShape: [8],
    kernelInitializer: he(tf, 1),
    ...more,
  });

function regression(tf: Tf, offset = 0): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 48,
        activation: 'tanh',
        inputShape: [8],
        kernelInitializer: he(tf, 1),
      }),
      tf.layers.dense({ name: 'value', units: 1, kernelInitializer: he(tf, 2) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
  return { model, xs: points(tf, 8), ys: points(tf, 1, 5).add(offset) };
}

/** Grey pictures as their own targets: a cross-entropy that cannot be 0. */
function autoencoder(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'code',
        units: 24,
        activation: 'relu',
        inputShape: [36],
        kernelInitializer: he(tf, 1),
      }),
      tf.layers.dense({ name: 'picture', units: 36, activation: 'sigmoid', kernelInitializer: he(tf, 2) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'binaryCrossentropy' });
  const pictures = tf.randomNormal([ROWS, 36], 0, 2, 'float32', 3).sigmoid();
  return { model, xs: pictures, ys: pictures };
}

/** A label for each of 16 places, as in segmentation. */
function segmentation(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: 'conv',
        filters: 24,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        inputShape: [4, 4, 2],
        kernelInitializer: he(tf, 1),
      }),
      tf.layers.conv2d({
        name: 'deep',
        filters: 24,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: he(tf, 3),
      }),
      tf.layers.conv2d({
        name: 'labels',
        filters: 3,
        kernelSize: 1,
        activation: 'softmax',
        kernelInitializer: he(tf, 2),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
  const labels = tf.randomUniform([ROWS, 4, 4], 0, 3, 'int32', 4);
  return {
    model,
    xs: tf.randomNormal([ROWS, 4, 4, 2], 0, 1, 'float32', 3),
    ys: tf.oneHot(labels.toInt(), 3).toFloat(),
  };
}

function sentences(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ name: 'words', inputDim: 40, outputDim: 8, inputLength: 6 }),
      tf.layers.lstm({
        name: 'reader',
        units: 16,
        dropout: 0.5,
        recurrentDropout: 0.2,
        recurrentInitializer: 'glorotNormal',
      }),
      tf.layers.dense({ name: 'mood', units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: tf.train.rmsprop(0.01), loss: 'binaryCrossentropy' });
  const ys = tf.tensor2d(Array.from({ length: ROWS }, (_, row) => [row % 2]));
  return { model, xs: tf.randomUniform([ROWS, 6], 0, 40, 'int32', 3), ys };
}

/** A layer of one's own that hands on the first example's values in the place of all others'. */
function first(tf: Tf): tfjs.layers.Layer {
  class First extends tf.layers.Layer {
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [x] = [inputs].flat();
      if (!x) throw new Error('no input');
      return tf.tidy(() => x.slice([0], [1]).tile([x.shape[0] ?? 1, 1]));
    }
    override computeOutputShape(shape: tfjs.Shape): tfjs.Shape {
      return shape;
    }
    static get className(): string {
      return 'First';
    }
  }
  return new First({ name: 'first' });
}

export const models: Models = {
  passing: [
    { name: 'a classifier', build: (tf) => classifier(tf) },
    {
      name: 'dropout, noise, batch normalization and a heavy penalty, all of which are off',
      build: (tf) =>
        classifier(tf, {
          layers: [
            hidden(tf, { kernelRegularizer: tf.regularizers.l2({ l2: 1 }) }),
            tf.layers.batchNormalization({ name: 'normal' }),
            tf.layers.dropout({ name: 'drop', rate: 0.8 }),
            tf.layers.gaussianNoise({ name: 'noise', stddev: 2 }),
          ],
        }),
    },
    {
      name: 'a rate that is far too low: which rate is right is another check',
      build: (tf) => classifier(tf, { optimizer: tf.train.sgd(1e-6) }),
    },
    { name: 'a rate that is far too high', build: (tf) => classifier(tf, { optimizer: tf.train.sgd(1000) }) },
    { name: 'an optimizer by name', build: (tf) => classifier(tf, { optimizer: 'adam' }) },
    {
      name: 'labels that are smoothed: zero loss is out of reach',
      build: (tf) => classifier(tf, { ys: classes(tf, 4).mul(0.8).add(0.05) }),
    },
    { name: 'a regression', build: (tf) => regression(tf) },
    { name: 'a regression far from zero', build: (tf) => regression(tf, 30) },
    {
      name: 'counts by the logarithm of their rate (Poisson)',
      build: (tf) => {
        const { model, xs } = regression(tf);
        model.compile({
          optimizer: tf.train.adam(0.01),
          loss: (target, output) => tf.sub(output.exp(), target.mul(output)).mean(-1),
        });
        return { model, xs, ys: tf.randomUniform([ROWS, 1], 0, 9, 'int32', 5).toFloat() };
      },
    },
    { name: 'an autoencoder of grey pictures, whose loss cannot be 0', build: autoencoder },
    { name: 'a label for each place, as in segmentation', build: segmentation },
    { name: 'an embedding and an LSTM with dropout', build: sentences },
    {
      name: 'a second output that a loss of its own keeps small, with zeros for targets',
      build: (tf) => {
        const { xs, ys } = regression(tf);
        const input = tf.input({ name: 'input', shape: [8] });
        const code = tf.layers.dense({ name: 'code', units: 16 }).apply(hidden(tf).apply(input));
        const outputs = [
          tf.layers.dense({ name: 'value', units: 1 }).apply(code),
          code,
        ] as tfjs.SymbolicTensor[];
        const model = tf.model({ inputs: input, outputs });
        const small = (_: tfjs.Tensor, output: tfjs.Tensor) => output.square().mean().mul<tfjs.Tensor>(1e-3);
        model.compile({
          optimizer: tf.train.adam(0.01),
          loss: [(target, output) => tf.losses.meanSquaredError(target, output), small],
        });
        return { model, xs, ys: [ys as tfjs.Tensor, tf.zeros([ROWS, 16])] };
      },
    },
  ],
  failing: [
    {
      name: 'all weights zero',
      build: (tf) => classifier(tf, { layers: [hidden(tf, { kernelInitializer: 'zeros' })] }),
      finds: /does not learn \d+ examples by heart/,
    },
    {
      name: 'all examples are given the input of the first',
      build: (tf) => classifier(tf, { layers: [hidden(tf), first(tf)] }),
      finds: /does not learn 20 examples by heart/,
    },
    {
      name: 'a regression through a layer that sees only the first example',
      build: (tf) => {
        const { xs, ys } = regression(tf);
        const model = tf.sequential({
          layers: [hidden(tf), first(tf), tf.layers.dense({ name: 'value', units: 1 })],
        });
        model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
        return { model, xs, ys };
      },
      finds: /does not learn 20 examples by heart: loss .*about 0 was expected/,
    },
    {
      name: 'a loss with the wrong sign',
      build: (tf) =>
        classifier(tf, {
          loss: (target, output) => tf.metrics.categoricalCrossentropy(target, output).neg().exp(),
        }),
      finds: /does not learn 20 examples by heart: .*accuracy 0 %/,
    },
    {
      name: 'a squared error with the wrong sign, which falls without end',
      build: (tf) => {
        const { model, xs, ys } = regression(tf);
        model.compile({
          optimizer: 'adam',
          loss: (target, output) => tf.losses.meanSquaredError(target, output).neg(),
        });
        return { model, xs, ys };
      },
      finds:
        /^The loss of the output \S+ rewards being wrong: it is 0 where the targets are met exactly, and -\S+ where/,
    },
  ],
};
