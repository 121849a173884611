import type * as tfjs from '@tensorflow/tfjs';
import type { Models, Subject, Tf } from '../subject.js';

const points = (tf: Tf, width: number, seed = 1) => tf.randomNormal([64, width], 0, 1, 'float32', seed);
const classes = (tf: Tf, count: number) =>
  tf
    .oneHot(
      tf.tensor1d(
        Array.from({ length: 64 }, (_, row) => row % count),
        'int32',
      ),
      count,
    )
    .toFloat();

/** A classifier of points whose layer in the middle, and last activation, are given. */
function classifier(
  tf: Tf,
  {
    middle = [],
    activation = 'softmax',
    units = 3,
    loss = 'categoricalCrossentropy',
    hidden = {},
    ys = classes(tf, units),
  }: {
    middle?: readonly tfjs.layers.Layer[];
    activation?: 'softmax' | 'linear' | 'tanh' | 'relu' | 'sigmoid';
    units?: number;
    loss?: string | ((target: tfjs.Tensor, output: tfjs.Tensor) => tfjs.Tensor);
    hidden?: Partial<Parameters<Tf['layers']['dense']>[0]>;
    ys?: tfjs.Tensor;
  } = {},
): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'hidden',
        units: 12,
        activation: 'relu',
        inputShape: [6],
        ...seeded(tf, 1),
        ...hidden,
      }),
      ...middle,
      tf.layers.dense({ name: 'output', units, activation, ...seeded(tf, 2) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.01), loss });
  return { model, xs: points(tf, 6), ys };
}

const seeded = (tf: Tf, seed: number) => ({ kernelInitializer: tf.initializers.glorotUniform({ seed }) });

/** A layer of one's own: what it does to its input, with a weight of its own where it has one. */
function own(
  tf: Tf,
  does: (x: tfjs.Tensor, weight: tfjs.Tensor) => tfjs.Tensor,
  weight?: string,
): tfjs.layers.Layer {
  class Own extends tf.layers.Layer {
    private weight: tfjs.LayerVariable | undefined;
    override build(shape: tfjs.Shape): void {
      if (weight)
        this.weight = this.addWeight(weight, [shape.at(-1) ?? 1], 'float32', tf.initializers.ones());
      super.build(shape);
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [x] = [inputs].flat();
      if (!x) throw new Error('no input');
      return tf.tidy(() => does(x, this.weight ? this.weight.read() : tf.scalar(1)));
    }
    override computeOutputShape(shape: tfjs.Shape): tfjs.Shape {
      return shape;
    }
    static get className(): string {
      return 'Own';
    }
  }
  return new Own({ name: 'own' });
}

function twoByTwo(tf: Tf): Subject {
  const [text, number] = [
    tf.input({ name: 'text', shape: [7], dtype: 'int32' }),
    tf.input({ name: 'number', shape: [2] }),
  ];
  const read = tf.layers
    .lstm({ name: 'reader', units: 5, dropout: 0.3, recurrentInitializer: 'glorotUniform' })
    .apply(
      tf.layers.embedding({ name: 'words', inputDim: 30, outputDim: 4 }).apply(text),
    ) as tfjs.SymbolicTensor;
  const both = tf.layers.concatenate({ name: 'both' }).apply([read, number]) as tfjs.SymbolicTensor;
  const model = tf.model({
    inputs: [text, number],
    outputs: [
      tf.layers.dense({ name: 'mood', units: 2, activation: 'softmax' }).apply(both) as tfjs.SymbolicTensor,
      tf.layers.dense({ name: 'stars', units: 1 }).apply(both) as tfjs.SymbolicTensor,
    ],
  });
  model.compile({ optimizer: 'sgd', loss: ['sparseCategoricalCrossentropy', 'meanSquaredError'] });
  return {
    model,
    xs: { text: tf.randomUniform([64, 7], 0, 30, 'int32', 3), number: points(tf, 2) },
    ys: [tf.tensor2d(Array.from({ length: 64 }, (_, row) => [row % 2])), points(tf, 1, 5)],
  };
}

function convolutional(tf: Tf): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ name: 'conv', filters: 4, kernelSize: 3, inputShape: [8, 8, 1], useBias: true }),
      tf.layers.batchNormalization({ name: 'normal' }),
      tf.layers.activation({ name: 'relu', activation: 'relu' }),
      tf.layers.dropout({ name: 'drop', rate: 0.5 }),
      tf.layers.flatten({ name: 'flat' }),
      tf.layers.dense({ name: 'one', units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ optimizer: tf.train.momentum(0.01, 0.9), loss: 'binaryCrossentropy' });
  const ys = tf.tensor2d(Array.from({ length: 64 }, (_, row) => [row % 2]));
  return { model, xs: tf.randomUniform([64, 8, 8, 1], 0, 1, 'float32', 1), ys };
}

function frozen(tf: Tf, which: 'base' | 'all', when: 'before' | 'after'): Subject {
  const subject = classifier(tf);
  const { model } = subject;
  const freeze = (isTrainable: boolean) => {
    for (const layer of model.layers)
      if (which === 'all' || layer.name === 'hidden') layer.trainable = isTrainable;
  };
  freeze(false);
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  if (when === 'after') freeze(true);
  return subject;
}

export const models: Models = {
  passing: [
    { name: 'a dense classifier', build: (tf) => classifier(tf) },
    { name: 'two inputs and two outputs, embedding, LSTM with dropout', build: twoByTwo },
    { name: 'convolution with a bias before batch normalization, dropout', build: convolutional },
    { name: 'a base that is frozen on purpose', build: (tf) => frozen(tf, 'base', 'before') },
    {
      name: 'a head that begins at zero, for regression',
      build: (tf) => {
        const subject = classifier(tf, {
          activation: 'linear',
          units: 1,
          loss: 'meanSquaredError',
          ys: points(tf, 1, 9),
        });
        const head = subject.model.getLayer('output');
        head.setWeights([tf.zeros([12, 1]), tf.zeros([1])]);
        return subject;
      },
    },
    {
      name: 'a hinge with labels of −1 and 1',
      build: (tf) =>
        classifier(tf, {
          units: 1,
          activation: 'linear',
          loss: 'hinge',
          ys: tf.tensor2d(Array.from({ length: 64 }, (_, row) => [row % 2 ? 1 : -1])),
        }),
    },
    {
      name: 'logits, and a loss of ones own that takes them',
      build: (tf) =>
        classifier(tf, {
          activation: 'linear',
          loss: (target, output) => tf.losses.softmaxCrossEntropy(target, output),
        }),
    },
    {
      name: 'a layer of ones own with a weight',
      build: (tf) => classifier(tf, { middle: [own(tf, (x, w) => x.mul(w), 'scale')] }),
    },
  ],
  failing: [
    {
      name: 'a weight that is not used',
      build: (tf) => classifier(tf, { middle: [own(tf, (x) => x.relu(), 'forgotten')] }),
      finds: /1 of 5 trained variables have no path to the loss: own\/forgotten/,
    },
    {
      name: 'everything is frozen',
      build: (tf) => frozen(tf, 'all', 'before'),
      finds: /No variable is trained: all 4 are frozen/,
    },
    {
      name: 'made trainable after compile()',
      build: (tf) => frozen(tf, 'base', 'after'),
      finds:
        /2 variables are trainable, but were not when the model was compiled.*: hidden\/kernel, hidden\/bias/,
    },
    {
      name: 'an operation without a slope',
      build: (tf) => classifier(tf, { middle: [own(tf, (x) => x.mul(5).round())] }),
      finds: /No gradient arrives at hidden/,
    },
    {
      name: 'units that are dead before they began',
      build: (tf) =>
        classifier(tf, { hidden: { biasInitializer: tf.initializers.constant({ value: -100 }) } }),
      finds: /No gradient arrives at hidden/,
    },
    {
      name: 'examples and units exchanged by a reshape',
      build: (tf) => classifier(tf, { middle: [own(tf, (x) => x.transpose().reshape(x.shape))] }),
      finds: /The output output of an example changes by .* with the other examples of its batch/,
    },
    {
      name: 'a product with zero',
      build: (tf) => classifier(tf, { middle: [own(tf, (x) => x.mul(0))] }),
      finds: /The output output is the same for every example/,
    },
    {
      name: 'no softmax before categorical cross-entropy',
      build: (tf) => classifier(tf, { activation: 'linear' }),
      finds: /loss does not fit the output output: rows of the output do not sum to 1: no softmax/,
    },
    {
      name: 'softmax of one unit',
      build: (tf) =>
        classifier(tf, {
          units: 1,
          loss: 'binaryCrossentropy',
          ys: tf.tensor2d(Array.from({ length: 64 }, (_, row) => [row % 2])),
        }),
      finds: /softmax of one unit is always 1/,
    },
    {
      name: 'targets beyond the reach of tanh',
      build: (tf) =>
        classifier(tf, { units: 1, activation: 'tanh', loss: 'meanSquaredError', ys: points(tf, 1).mul(5) }),
      finds: /targets lie outside what the output can reach/,
    },
    {
      name: 'a hinge with labels of 0 and 1',
      build: (tf) =>
        classifier(tf, {
          units: 1,
          activation: 'linear',
          loss: 'hinge',
          ys: tf.tensor2d(Array.from({ length: 64 }, (_, row) => [row % 2])),
        }),
      finds: /labels are not -1 and 1/,
    },
    {
      name: 'a layer that cannot be computed',
      build: (tf) =>
        classifier(tf, {
          middle: [
            own(tf, () => {
              throw new Error('not yet written');
            }),
          ],
        }),
      finds: /The model could not be computed: not yet written/,
    },
  ],
};
