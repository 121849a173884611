import type * as tfjs from '@tensorflow/tfjs';
import type { Example, Models, Subject, Tf } from '../subject.js';

type Dense = Parameters<Tf['layers']['dense']>[0];

const ROWS = 120;
const points = (tf: Tf, width: number, seed = 1) => tf.randomNormal([ROWS, width], 0, 1, 'float32', seed);
const oneOf = (tf: Tf, count: number) =>
  tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: ROWS }, (_, row) => row % count),
        'int32',
      ),
      count,
    )
    .toFloat();

/** A stack of dense layers before a softmax; `each` and `head` say how they begin. */
function stack(
  tf: Tf,
  { depth = 2, each = {}, head = {} }: { depth?: number; each?: Partial<Dense>; head?: Partial<Dense> } = {},
): Subject {
  const model = tf.sequential();
  for (let layer = 0; layer < depth; layer++)
    model.add(
      tf.layers.dense({
        name: `hidden${layer + 1}`,
        units: 32,
        activation: 'relu',
        kernelInitializer: tf.initializers.heNormal({ seed: layer + 1 }),
        ...(layer === 0 && { inputShape: [10] }),
        ...each,
      }),
    );
  model.add(
    tf.layers.dense({
      name: 'classes',
      units: 4,
      activation: 'softmax',
      kernelInitializer: tf.initializers.glorotUniform({ seed: 9 }),
      ...head,
    }),
  );
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  return { model, xs: points(tf, 10), ys: oneOf(tf, 4) };
}

const normal = (tf: Tf, stddev: number, seed = 3) => tf.initializers.randomNormal({ mean: 0, stddev, seed });

function pictures(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        name: 'conv',
        filters: 8,
        kernelSize: 3,
        activation: 'relu',
        inputShape: [8, 8, 1],
        kernelInitializer: tf.initializers.heNormal({ seed: 1 }),
      }),
      tf.layers.batchNormalization({ name: 'normal' }),
      tf.layers.flatten({ name: 'flat' }),
      tf.layers.dense({
        name: 'classes',
        units: 10,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }),
      }),
    ],
  });
  model.compile({ optimizer: 'rmsprop', loss: 'sparseCategoricalCrossentropy' });
  return {
    model,
    xs: tf.randomUniform([ROWS, 8, 8, 1], 0, 1, 'float32', 1),
    ys: tf.tensor2d(Array.from({ length: ROWS }, (_, row) => [row % 10])),
  };
}

function sequences(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.gru({ name: 'reader', units: 8, inputShape: [6, 3], recurrentInitializer: 'glorotNormal' }),
      tf.layers.dense({ name: 'yes', units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
  return {
    model,
    xs: tf.randomNormal([ROWS, 6, 3], 0, 1, 'float32', 1),
    ys: tf.tensor2d(Array.from({ length: ROWS }, (_, row) => [row % 2])),
  };
}

/** Prices around a quarter of a million: the first loss is large, and rightly so. */
function prices(tf: Tf, head: Partial<Dense> = {}, scale = 250_000): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 16,
        activation: 'tanh',
        inputShape: [10],
        kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
      }),
      tf.layers.dense({
        name: 'price',
        units: 1,
        kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
        ...head,
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  return {
    model,
    xs: points(tf, 10),
    ys: points(tf, 1, 8)
      .mul(scale / 5)
      .add(scale),
  };
}

function ownLoss(tf: Tf, loss: (target: tfjs.Tensor, output: tfjs.Tensor) => tfjs.Tensor): Subject {
  const subject = stack(tf);
  subject.model.compile({ optimizer: 'sgd', loss });
  return subject;
}

const passing: readonly Example[] = [
  { name: 'He before ReLU', build: (tf) => stack(tf) },
  { name: 'eight layers', build: (tf) => stack(tf, { depth: 8 }) },
  {
    name: 'Glorot before tanh',
    build: (tf) =>
      stack(tf, {
        each: { activation: 'tanh', kernelInitializer: tf.initializers.glorotUniform({ seed: 4 }) },
      }),
  },
  {
    name: 'an output that begins at zero',
    build: (tf) => stack(tf, { head: { kernelInitializer: 'zeros' } }),
  },
  { name: 'pictures with batch normalization', build: pictures },
  { name: 'a recurrent network', build: sequences },
  { name: 'a regression of large targets', build: (tf) => prices(tf) },
];

const failing: Models['failing'] = [
  {
    name: 'all weights zero',
    build: (tf) => stack(tf, { each: { kernelInitializer: 'zeros' }, head: { kernelInitializer: 'zeros' } }),
    finds: /units of .*hidden1\/kernel.* identical/,
  },
  {
    name: 'all weights the same',
    build: (tf) => stack(tf, { each: { kernelInitializer: tf.initializers.constant({ value: 0.1 }) } }),
    finds: /units of hidden1\/kernel.* identical/,
  },
  {
    name: 'weights eight times too large',
    build: (tf) => stack(tf, { each: { kernelInitializer: normal(tf, 3.5) } }),
    finds: /initial weights of hidden1\/kernel, hidden2\/kernel are far larger than usual/,
  },
  {
    name: 'weights a thousand times too small',
    build: (tf) => stack(tf, { each: { kernelInitializer: normal(tf, 0.0004) } }),
    finds: /initial weights of hidden1\/kernel, hidden2\/kernel are far smaller than usual/,
  },
  {
    name: 'an output that is sure before it has learned',
    build: (tf) => stack(tf, { head: { kernelInitializer: normal(tf, 5) } }),
    finds: /first loss of the output classes.* times that of guessing \(1\.386\)/,
  },
  {
    name: 'biases that keep units silent',
    build: (tf) => stack(tf, { each: { biasInitializer: tf.initializers.constant({ value: -20 }) } }),
    finds: /of the units of layer hidden1 fire for no example/,
  },
  {
    name: 'tanh at its rails',
    build: (tf) =>
      stack(tf, { each: { activation: 'tanh', biasInitializer: tf.initializers.constant({ value: 6 }) } }),
    finds: /of the units of layer hidden1 are at their rails/,
  },
  {
    name: 'ten sigmoid layers',
    build: (tf) =>
      stack(tf, {
        depth: 10,
        each: { activation: 'sigmoid', kernelInitializer: tf.initializers.glorotUniform({ seed: 5 }) },
      }),
    finds: /gradient vanishes from the start: at hidden1\/kernel/,
  },
  {
    name: 'outputs far beyond their targets',
    build: (tf) => prices(tf, { kernelInitializer: normal(tf, 40) }, 1),
    finds:
      /first squared error of the output price is .* times the mean square of its targets|far larger than usual/,
  },
  {
    name: 'a loss that is not a number',
    build: (tf) => ownLoss(tf, (target, output) => target.mul(output.sub(2).log()).sum(-1)),
    finds: /first loss of the output classes is NaN/,
  },
];

export const models: Models = { passing, failing };
