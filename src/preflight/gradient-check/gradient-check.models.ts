import type * as tfjs from '@tensorflow/tfjs';
import type { Models, Subject, Tf } from '../subject.js';
import { but, denseLayer, type Operation, operationLayer, swish } from './mistakes.js';

const EXAMPLES = 60;

/** Points or pictures of four classes, and layers before the last, which tells them apart. */
function classifier(
  tf: Tf,
  shape: number[],
  layers: readonly tfjs.layers.Layer[],
  xs: tfjs.Tensor = tf.randomNormal([EXAMPLES, ...shape], 0, 1, 'float32', 1),
): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: shape }),
      ...layers,
      tf.layers.dense({ name: 'classes', units: 4, activation: 'softmax', kernelInitializer: init(tf, 9) }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' });
  const labels = Array.from({ length: EXAMPLES }, (_, row) => (row * 7) % 4);
  return { model, xs, ys: tf.oneHot(tf.tensor1d(labels, 'int32'), 4) };
}

/** A regression of one number with a loss and an output activation. */
function regressor(
  tf: Tf,
  layers: readonly tfjs.layers.Layer[],
  loss: tfjs.ModelCompileArgs['loss'],
  scale = 1,
): Subject {
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [6] }), ...layers] });
  model.compile({ optimizer: 'sgd', loss });
  return {
    model,
    xs: tf.randomNormal([EXAMPLES, 6], 0, 1, 'float32', 1),
    ys: tf.randomNormal([EXAMPLES, 1], 0, scale, 'float32', 2),
  };
}

const init = (tf: Tf, seed: number) => tf.initializers.glorotNormal({ seed });
const dense = (
  tf: Tf,
  name: string,
  units: number,
  activation: 'relu' | 'tanh' | 'selu' | 'sigmoid' | 'linear',
  seed = 1,
) => tf.layers.dense({ name, units, activation, kernelInitializer: init(tf, seed) });

/** Pictures whose background is exactly zero: without noise on the biases, most units sit on their kink. */
const pictures = (tf: Tf) => tf.relu(tf.randomUniform([EXAMPLES, 10, 10, 1], -2, 1, 'float32', 1));

const conv = (tf: Tf, name: string, seed: number) =>
  tf.layers.conv2d({
    name,
    filters: 6,
    kernelSize: 3,
    strides: 2,
    activation: 'relu',
    kernelInitializer: init(tf, seed),
  });

const withOperation = (tf: Tf, operation: Operation) =>
  classifier(
    tf,
    [6],
    [dense(tf, 'before', 12, 'linear'), operationLayer(tf, operation), dense(tf, 'after', 8, 'tanh', 2)],
  );

const withDense = (tf: Tf, wrong?: 'kernel' | 'bias' | 'input' | 'sum') =>
  classifier(
    tf,
    [6],
    [
      dense(tf, 'before', 12, 'tanh'),
      denseLayer(tf, { name: 'own', units: 12, seed: 3, ...(wrong && { wrong }) }),
      dense(tf, 'after', 8, 'tanh', 2),
    ],
  );

/** The mean square, whose gradient has this factor: two is right. */
function ownLoss(tf: Tf, factor: number) {
  const squares = tf.customGrad((output, target, save) => {
    const [given, wanted] = [output as tfjs.Tensor, target as tfjs.Tensor];
    (save as unknown as tfjs.GradSaveFunc)([given, wanted]);
    return {
      value: given.sub(wanted).square(),
      gradFunc: (dy, saved) => {
        const [out = given, aim = wanted] = saved as tfjs.Tensor[];
        const slope = (dy as tfjs.Tensor).mul(out.sub(aim)).mul(factor);
        return [slope, slope.neg()];
      },
    };
  });
  return (target: tfjs.Tensor, output: tfjs.Tensor) => squares(output, target).mean(-1);
}

/** Two outputs, one of them behind a layer that is used twice. */
function branched(tf: Tf): Subject {
  const [left, right] = [tf.input({ shape: [6], name: 'left' }), tf.input({ shape: [6], name: 'right' })];
  const shared = dense(tf, 'shared', 10, 'tanh');
  const both = tf.layers
    .multiply({ name: 'product' })
    .apply([shared.apply(left) as tfjs.SymbolicTensor, shared.apply(right) as tfjs.SymbolicTensor]);
  const kind = dense(tf, 'kind', 1, 'sigmoid', 2).apply(both as tfjs.SymbolicTensor) as tfjs.SymbolicTensor;
  const size = dense(tf, 'size', 1, 'linear', 3).apply(both as tfjs.SymbolicTensor) as tfjs.SymbolicTensor;
  const model = tf.model({ inputs: [left, right], outputs: [kind, size] });
  model.compile({ optimizer: 'sgd', loss: ['binaryCrossentropy', 'meanSquaredError'] });
  const points = (seed: number) => tf.randomNormal([EXAMPLES, 6], 0, 1, 'float32', seed);
  const yesOrNo = tf.cast(tf.greater(tf.randomUniform([EXAMPLES, 1], 0, 1, 'float32', 3), 0.5), 'float32');
  return {
    model,
    xs: [points(1), points(2)],
    ys: [yesOrNo, tf.randomNormal([EXAMPLES, 1], 0, 1, 'float32', 4)],
  };
}

export const models: Models = {
  passing: [
    {
      name: 'dense layers with ReLU, biases of zero and an L2 penalty',
      build: (tf) =>
        classifier(
          tf,
          [6],
          [
            tf.layers.dense({
              name: 'hidden',
              units: 24,
              activation: 'relu',
              kernelInitializer: init(tf, 1),
              kernelRegularizer: tf.regularizers.l2({ l2: 0.01 }),
            }),
            dense(tf, 'more', 12, 'relu', 2),
          ],
        ),
    },
    {
      name: 'convolutions of pictures whose background is zero',
      build: (tf) =>
        classifier(
          tf,
          [10, 10, 1],
          [conv(tf, 'conv1', 1), conv(tf, 'conv2', 2), tf.layers.flatten()],
          pictures(tf),
        ),
    },
    {
      name: 'batch and layer normalization, and dropout',
      build: (tf) =>
        classifier(
          tf,
          [6],
          [
            dense(tf, 'hidden', 16, 'linear'),
            tf.layers.batchNormalization({ name: 'norm' }),
            tf.layers.reLU(),
            tf.layers.dropout({ rate: 0.5 }),
            dense(tf, 'more', 16, 'selu', 2),
            tf.layers.layerNormalization({ name: 'layernorm' }),
          ],
        ),
    },
    {
      name: 'words, an embedding and an LSTM',
      build: (tf) =>
        classifier(
          tf,
          [6],
          [
            tf.layers.embedding({
              name: 'words',
              inputDim: 30,
              outputDim: 4,
              inputLength: 6,
              embeddingsInitializer: tf.initializers.randomUniform({ seed: 1 }),
            }),
            tf.layers.lstm({
              name: 'memory',
              units: 5,
              kernelInitializer: init(tf, 2),
              recurrentInitializer: init(tf, 3),
            }),
          ],
          tf.floor(tf.randomUniform([EXAMPLES, 6], 0, 30, 'float32', 1)),
        ),
    },
    {
      name: 'a GRU',
      build: (tf) =>
        classifier(
          tf,
          [5, 3],
          [
            tf.layers.gru({
              name: 'memory',
              units: 5,
              kernelInitializer: init(tf, 2),
              recurrentInitializer: init(tf, 3),
            }),
          ],
        ),
    },
    {
      name: 'twenty layers of ReLU',
      build: (tf) =>
        classifier(
          tf,
          [6],
          Array.from({ length: 20 }, (_, index) => dense(tf, `deep${index}`, 12, 'relu', index + 1)),
        ),
    },
    { name: 'two inputs, a shared layer and two losses', build: branched },
    {
      name: 'targets of thousands: a loss of millions',
      build: (tf) =>
        regressor(
          tf,
          [dense(tf, 'hidden', 12, 'tanh'), dense(tf, 'out', 1, 'linear', 2)],
          'meanSquaredError',
          3000,
        ),
    },
    {
      name: 'a loss of millionths',
      build: (tf) =>
        regressor(tf, [dense(tf, 'hidden', 12, 'tanh'), dense(tf, 'out', 1, 'linear', 2)], (target, output) =>
          tf.metrics.meanSquaredError(target, output).mul(1e-6),
        ),
    },
    { name: 'a custom op with the right gradient', build: (tf) => withOperation(tf, swish) },
    { name: 'a custom layer with the right gradients', build: (tf) => withDense(tf) },
    {
      name: 'a custom loss with the right gradient',
      build: (tf) =>
        regressor(tf, [dense(tf, 'hidden', 12, 'tanh'), dense(tf, 'out', 1, 'linear', 2)], ownLoss(tf, 2)),
    },
  ],
  failing: [
    {
      name: 'a custom op whose gradient has the wrong sign',
      build: (tf) =>
        withOperation(
          tf,
          but(swish, (right) => right.neg()),
        ),
      finds:
        /before\/(kernel|bias) .* exactly the opposite sign.*2 of 6 variables disagree.*layer before: the mistake is in it, or behind it in swish\./s,
    },
    {
      name: 'a custom op whose gradient lacks a factor of two',
      build: (tf) =>
        withOperation(
          tf,
          but(swish, (right) => right.mul(0.5)),
        ),
      finds: /is half of it/,
    },
    {
      name: 'a custom op whose gradient lacks a term',
      build: (tf) =>
        withOperation(
          tf,
          but(swish, (_, { sigmoid }, x, dy) => dy.mul(sigmoid(x))),
        ),
      finds: /before\/.* in no fixed ratio/,
    },
    {
      name: 'a custom op whose gradient is of the wrong axis',
      build: (tf) =>
        withOperation(
          tf,
          but(swish, (right) => right.reverse(-1)),
        ),
      finds: /before\/.* in no fixed ratio/,
    },
    {
      name: 'a custom op that forgets to multiply with what comes back',
      build: (tf) =>
        withOperation(
          tf,
          but(swish, (_right, _tf, _x, dy) => dy),
        ),
      finds: /before\/.* in no fixed ratio/,
    },
    {
      name: 'a custom op whose gradient is five per cent too large',
      build: (tf) =>
        withOperation(
          tf,
          but(swish, (right) => right.mul(1.05)),
        ),
      finds: /1\.05 times/,
    },
    {
      name: 'a custom op whose gradient leaves out one unit',
      build: (tf) =>
        withOperation(
          tf,
          but(swish, (right, { tensor1d }) =>
            right.mul(tensor1d(Array.from({ length: 12 }, (_, unit) => Number(unit !== 3)))),
          ),
        ),
      finds: /before\//,
    },
    {
      name: 'a custom layer whose kernel gradient is transposed',
      build: (tf) => withDense(tf, 'kernel'),
      finds: /own\/kernel .* in no fixed ratio.*1 of 8/,
    },
    {
      name: 'a custom layer whose bias gradient is that of one example',
      build: (tf) => withDense(tf, 'bias'),
      finds: /own\/bias .*1 of 8/,
    },
    {
      name: 'a custom layer whose bias gradient is a mean where it must be a sum',
      build: (tf) => withDense(tf, 'sum'),
      finds: /own\/bias .*a 4th of it, the number of examples/,
    },
    {
      name: 'a custom layer without the gradient of its input',
      build: (tf) => withDense(tf, 'input'),
      finds: /before\/(kernel|bias) .* is zero, .*2 of 8/,
    },
    {
      name: 'a custom loss whose gradient lacks the two of the square',
      build: (tf) =>
        regressor(tf, [dense(tf, 'hidden', 12, 'tanh'), dense(tf, 'out', 1, 'linear', 2)], ownLoss(tf, 1)),
      finds: /out\/(kernel|bias) .* is half of it.*4 of 4.*or behind it in the loss/,
    },
    {
      name: 'convolutions before a custom op with the wrong sign',
      build: (tf) =>
        classifier(
          tf,
          [10, 10, 1],
          [
            conv(tf, 'conv1', 1),
            operationLayer(
              tf,
              but(swish, (right) => right.neg()),
            ),
            conv(tf, 'conv2', 2),
            tf.layers.flatten(),
          ],
          pictures(tf),
        ),
      finds: /conv1\/(kernel|bias) .* exactly the opposite sign/,
    },
  ],
};
