import * as tf from '@tensorflow/tfjs';
import type { PreflightData } from 'trainvitals';

/** A compiled model of one kind, with its data; every call gives the same. */
export interface Subject extends PreflightData {
  readonly model: tf.LayersModel;
}

const ROWS = 48;
const glorot = (seed: number) => tf.initializers.glorotUniform({ seed });
const classes = (count: number) => tf.tensor2d(Array.from({ length: ROWS }, (_, row) => [row % count]));
const oneHot = (count: number) => tf.oneHot(classes(count).flatten().toInt(), count).toFloat();

/** A layer of one's own, with a weight, and state of its own in JavaScript: whoever calls it twice sees it. */
class Scale extends tf.layers.Layer {
  static className = 'Scale';
  private scale: tf.LayerVariable | undefined;
  override build(shape: tf.Shape): void {
    this.scale = this.addWeight('scale', [shape.at(-1) ?? 1], 'float32', tf.initializers.ones());
    super.build(shape);
  }
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x] = [inputs].flat();
    if (!x || !this.scale) throw new Error('not built');
    return x.mul(this.scale.read());
  }
  override computeOutputShape(shape: tf.Shape): tf.Shape {
    return shape;
  }
}

/** Everything random: dropout, noise, and batch normalization, whose statistics every batch moves. */
function noisy(): Subject {
  const model = tf.sequential({
    name: 'noisy',
    layers: [
      tf.layers.dense({
        name: 'a',
        units: 12,
        inputShape: [6],
        kernelInitializer: glorot(1),
        kernelRegularizer: 'l1l2',
      }),
      tf.layers.batchNormalization({ name: 'normal' }),
      tf.layers.reLU({ name: 'relu' }),
      tf.layers.dropout({ name: 'drop', rate: 0.4 }),
      tf.layers.gaussianNoise({ name: 'noise', stddev: 0.1 }),
      tf.layers.dense({ name: 'b', units: 3, activation: 'softmax', kernelInitializer: glorot(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const xs = tf.randomNormal([ROWS, 6], 0, 1, 'float32', 3);
  return { model, xs, ys: oneHot(3), validationData: [xs, oneHot(3)], classes: ['x', 'y', 'z'] };
}

/** Two inputs and two outputs, an embedding, recurrent layers with dropout, an optimizer by name. */
function branched(): Subject {
  const words = tf.input({ name: 'words', shape: [5], dtype: 'int32' });
  const numbers = tf.input({ name: 'numbers', shape: [2] });
  const apply = (layer: tf.layers.Layer, to: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(to) as tf.SymbolicTensor;
  const recurrent = { kernelInitializer: glorot(4), recurrentInitializer: glorot(5) } as const;
  const embedded = apply(
    tf.layers.embedding({ name: 'table', inputDim: 20, outputDim: 4, embeddingsInitializer: glorot(6) }),
    words,
  );
  const read = apply(
    tf.layers.bidirectional({
      name: 'both-ways',
      layer: tf.layers.gru({
        ...recurrent,
        name: 'reader',
        units: 3,
        dropout: 0.2,
        recurrentDropout: 0.2,
      }) as tf.RNN,
      mergeMode: 'concat',
    }),
    embedded,
  );
  const joined = apply(tf.layers.concatenate({ name: 'joined' }), [read, numbers]);
  const model = tf.model({
    name: 'branched',
    inputs: [words, numbers],
    outputs: [
      apply(
        tf.layers.dense({ name: 'mood', units: 2, activation: 'softmax', kernelInitializer: glorot(7) }),
        joined,
      ),
      apply(tf.layers.dense({ name: 'stars', units: 1, kernelInitializer: glorot(8) }), joined),
    ],
  });
  model.compile({
    optimizer: 'rmsprop',
    loss: { mood: 'sparseCategoricalCrossentropy', stars: 'meanSquaredError' },
  });
  return {
    model,
    xs: {
      words: tf.randomUniform([ROWS, 5], 0, 20, 'int32', 3),
      numbers: tf.randomNormal([ROWS, 2], 0, 1, 'float32', 4),
    },
    ys: { mood: classes(2), stars: tf.randomNormal([ROWS, 1], 0, 1, 'float32', 5) },
  };
}

/** A layer and a loss of one's own, used twice, in a nested model. */
function own(): Subject {
  const inner = tf.sequential({
    name: 'inner',
    layers: [
      tf.layers.dense({
        name: 'dense',
        units: 6,
        inputShape: [6],
        activation: 'tanh',
        kernelInitializer: glorot(1),
      }),
      new Scale({ name: 'scale' }),
    ],
  });
  const input = tf.input({ name: 'x', shape: [6] });
  const once = inner.apply(input) as tf.SymbolicTensor;
  const twice = inner.apply(once) as tf.SymbolicTensor;
  const output = tf.layers
    .dense({ name: 'logits', units: 3, kernelInitializer: glorot(2) })
    .apply(twice) as tf.SymbolicTensor;
  const model = tf.model({ name: 'own', inputs: input, outputs: output });
  model.compile({
    optimizer: tf.train.momentum(0.01, 0.9),
    loss: (y, logits) => tf.losses.softmaxCrossEntropy(y, logits),
  });
  return { model, xs: tf.randomNormal([ROWS, 6], 0, 1, 'float32', 3), ys: oneHot(3) };
}

/** A recurrent layer that keeps its state from batch to batch, and so takes one batch size only. */
function stateful(): Subject {
  const model = tf.sequential({
    name: 'stateful',
    layers: [
      tf.layers.lstm({
        name: 'reader',
        units: 4,
        batchInputShape: [8, 5, 3],
        stateful: true,
        kernelInitializer: glorot(1),
        recurrentInitializer: glorot(2),
      }),
      tf.layers.dense({ name: 'next', units: 1, kernelInitializer: glorot(3) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' });
  return {
    model,
    xs: tf.randomNormal([ROWS, 5, 3], 0, 1, 'float32', 3),
    ys: tf.randomNormal([ROWS, 1], 0, 1, 'float32', 5),
  };
}

function pictures(): Subject {
  const model = tf.sequential({
    name: 'pictures',
    layers: [
      tf.layers.conv2d({
        name: 'conv',
        filters: 4,
        kernelSize: 3,
        inputShape: [8, 8, 1],
        kernelInitializer: glorot(1),
        trainable: false,
      }),
      tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
      tf.layers.flatten({ name: 'flat' }),
      tf.layers.dense({ name: 'yes', units: 1, activation: 'sigmoid', kernelInitializer: glorot(2) }),
    ],
  });
  model.compile({ optimizer: 'adagrad', loss: 'binaryCrossentropy' });
  return { model, xs: tf.randomUniform([ROWS, 8, 8, 1], 0, 1, 'float32', 3), ys: classes(2) };
}

export const subjects = { noisy, branched, own, stateful, pictures } as const;
