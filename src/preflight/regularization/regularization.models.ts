import type * as tfjs from '@tensorflow/tfjs';
import type { Models, Subject, Tf } from '../subject.js';

const EXAMPLES = 120;
type Regularizer = ReturnType<Tf['regularizers']['l2']>;

const he = (tf: Tf, seed: number) => tf.initializers.heNormal({ seed });

/** Three clusters in as many dimensions as the model takes. */
function classified(tf: Tf, layers: tfjs.layers.Layer[], features = 8): Subject {
  const model = tf.sequential({ layers });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const labels = tf.tensor1d(
    Array.from({ length: EXAMPLES }, (_, row) => row % 3),
    'int32',
  );
  const centers = tf.randomNormal([3, features], 0, 1, 'float32', 1);
  const xs = tf.gather(centers, labels).add(tf.randomNormal([EXAMPLES, features], 0, 0.5, 'float32', 2));
  return { model, xs, ys: tf.oneHot(labels, 3) };
}

/** Layers of these units, each with the penalty, and three classes. */
function network(tf: Tf, units: readonly number[], kernelRegularizer: Regularizer, features = 8): Subject {
  const hidden = units.map((size, index) =>
    tf.layers.dense({
      name: `hidden${index + 1}`,
      units: size,
      activation: 'relu',
      kernelInitializer: he(tf, index + 1),
      kernelRegularizer,
      ...(index === 0 && { inputShape: [features] }),
    }),
  );
  return classified(tf, [...hidden, classes(tf)], features);
}

const classes = (tf: Tf) =>
  tf.layers.dense({ name: 'classes', units: 3, activation: 'softmax', kernelInitializer: he(tf, 9) });

/** What a small tanh network is to say. */
function regression(tf: Tf, l2: number): Subject {
  const kernelRegularizer = tf.regularizers.l2({ l2 });
  const tanh = (name: string, units: number, seed: number) =>
    tf.layers.dense({
      name,
      units,
      activation: 'tanh',
      kernelInitializer: tf.initializers.glorotNormal({ seed }),
      kernelRegularizer,
      inputShape: [8],
    });
  const model = tf.sequential({
    layers: [
      tanh('hidden1', 32, 1),
      tanh('hidden2', 16, 2),
      tf.layers.dense({
        name: 'out',
        units: 1,
        kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }),
      }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const xs = tf.randomNormal([EXAMPLES, 8], 0, 1, 'float32', 1);
  return { model, xs, ys: tf.tanh(xs.sum(1, true).div(2)) };
}

function convolutions(tf: Tf, kernelRegularizer: Regularizer, normalized = false): Subject {
  const conv = (name: string, filters: number, seed: number) =>
    tf.layers.conv2d({
      name,
      filters,
      kernelSize: 3,
      strides: 2,
      activation: 'relu',
      kernelInitializer: he(tf, seed),
      kernelRegularizer,
      inputShape: [8, 8, 1],
    });
  const subject = classified(
    tf,
    [
      conv('conv1', 8, 1),
      ...(normalized ? [tf.layers.batchNormalization({ name: 'norm' })] : []),
      conv('conv2', 16, 2),
      tf.layers.flatten({ name: 'features' }),
      classes(tf),
    ],
    64,
  );
  return { ...subject, xs: (subject.xs as tfjs.Tensor).reshape([EXAMPLES, 8, 8, 1]) };
}

/** Words of which each is of a class. */
function words(tf: Tf, l2: number): Subject {
  const subject = classified(tf, [
    tf.layers.embedding({
      name: 'words',
      inputDim: 24,
      outputDim: 8,
      inputLength: 6,
      embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.5, seed: 1 }),
      embeddingsRegularizer: tf.regularizers.l2({ l2 }),
    }),
    tf.layers.flatten({ name: 'sentence' }),
    classes(tf),
  ]);
  return { ...subject, xs: tf.floor(tf.randomUniform([EXAMPLES, 6], 0, 24, 'float32', 1)) };
}

function memory(tf: Tf, l2: number): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({
        name: 'memory',
        units: 8,
        inputShape: [6, 1],
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
        recurrentInitializer: tf.initializers.glorotNormal({ seed: 2 }),
      }),
      tf.layers.dense({
        name: 'out',
        units: 1,
        kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }),
        kernelRegularizer: tf.regularizers.l2({ l2 }),
      }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  const xs = tf.randomNormal([EXAMPLES, 6, 1], 0, 1, 'float32', 1);
  return { model, xs, ys: xs.mean(1) };
}

/** A regularizer of one's own. */
const own = (tf: Tf, apply: (x: tfjs.Tensor) => tfjs.Tensor): Regularizer =>
  Object.assign(tf.regularizers.l2(), { apply });

export const models: Models = {
  passing: [
    { name: 'a mild L2', build: (tf) => network(tf, [48, 32], tf.regularizers.l2({ l2: 0.001 })) },
    { name: 'a mild L1', build: (tf) => network(tf, [32], tf.regularizers.l1({ l1: 0.001 })) },
    {
      name: 'an elastic net',
      build: (tf) => network(tf, [48], tf.regularizers.l1l2({ l1: 2e-4, l2: 5e-4 })),
    },
    {
      name: 'a wide network, whose penalty is above the data loss and pulls at it but little',
      build: (tf) => network(tf, [512, 512], tf.regularizers.l2({ l2: 0.0015 }), 32),
    },
    { name: 'weight decay in a regression', build: (tf) => regression(tf, 0.002) },
    { name: 'filters with a mild L2', build: (tf) => convolutions(tf, tf.regularizers.l2({ l2: 5e-4 })) },
    {
      name: 'filters with a mild L2 before a batch normalization',
      build: (tf) => convolutions(tf, tf.regularizers.l2({ l2: 5e-4 }), true),
    },
    { name: 'an embedding with a mild L2', build: (tf) => words(tf, 1e-4) },
    { name: 'a recurrent network with a mild L2', build: (tf) => memory(tf, 0.001) },
    {
      name: 'a regularizer of one’s own',
      build: (tf) =>
        network(
          tf,
          [32],
          own(tf, (x) => tf.sum(tf.pow(x, tf.scalar(4))).mul(0.001)),
        ),
    },
  ],
  failing: [
    {
      name: 'an L2 of 1',
      build: (tf) => network(tf, [32], tf.regularizers.l2({ l2: 1 })),
      finds: /times the data loss of .* \(limit 1\); it pulls .* hardest at hidden1\/kernel/,
    },
    {
      name: 'an L2 with a slipped point',
      build: (tf) => regression(tf, 0.2),
      finds: /times the data loss/,
    },
    {
      name: 'an L1 of 0.05 on filters',
      build: (tf) => convolutions(tf, tf.regularizers.l1({ l1: 0.05 })),
      finds: /times the data loss.*conv\d\/kernel/,
    },
    { name: 'an L2 of 0.5 on an embedding', build: (tf) => words(tf, 0.5), finds: /words\/embeddings/ },
    { name: 'an L2 of 0.5 behind an LSTM', build: (tf) => memory(tf, 0.5), finds: /out\/kernel/ },
    {
      name: 'a regularizer with the wrong sign',
      build: (tf) =>
        network(
          tf,
          [32],
          own(tf, (x) => tf.sum(tf.square(x)).mul(-0.001)),
        ),
      finds: /must rise .* and falls from .* as with the wrong sign/,
    },
    {
      name: 'a regularizer that does not look at the weights',
      build: (tf) =>
        network(
          tf,
          [32],
          own(tf, () => tf.scalar(0.1)),
        ),
      finds: /its gradient is zero: it is 0\.1 whatever they are/,
    },
    {
      name: 'a regularizer that is a root of negative numbers',
      build: (tf) =>
        network(
          tf,
          [32],
          own(tf, (x) => tf.sum(tf.sqrt(x))),
        ),
      finds: /must be a number, and is NaN/,
    },
    {
      name: 'a strength of nothing',
      build: (tf) =>
        network(
          tf,
          [32],
          own(tf, (x) => tf.sum(tf.square(x)).mul(0)),
        ),
      finds: /the penalty is 0\./,
    },
  ],
};
