const CLASSES = 10;
/** Plain JavaScript takes seconds for a step of these; fifteen rounds of five variants would take many minutes. */
const NOT_ON_CPU = { cpu: 'takes seconds a step in plain JavaScript' };

/**
 * What is trained: `build(tf)` makes a model, with the same initial weights each time. From 10 k to 10 M parameters, 5 to
 * 200 layers, batches of 1 to 256.
 */
export const subjects = {
  'cnn-10k': { ...cnn({ filters: [8, 16], units: 15 }), batch: 32, leftOut: NOT_ON_CPU },
  'cnn-1m': { ...cnn({ filters: [16, 32], units: 864 }), batch: 32, leftOut: NOT_ON_CPU },
  'mlp-10k-b1': { ...mlp(64, [64, 48, 32, 16]), batch: 1 },
  'mlp-10k-b32': { ...mlp(64, [64, 48, 32, 16]), batch: 32 },
  'mlp-10k-b256': { ...mlp(64, [64, 48, 32, 16]), batch: 256 },
  'mlp-1m-b1': { ...mlp(784, [640, 512, 256, 128]), batch: 1 },
  'mlp-1m-b32': { ...mlp(784, [640, 512, 256, 128]), batch: 32 },
  'mlp-1m-b256': { ...mlp(784, [640, 512, 256, 128]), batch: 256, leftOut: NOT_ON_CPU },
  'mlp-10m-b32': { ...mlp(784, [2560, 2304, 768, 512]), batch: 32, leftOut: NOT_ON_CPU },
  'deep-200-b32': { ...mlp(64, Array(199).fill(70)), batch: 32 },
};

/** Dense layers of so many ReLU units, and a softmax. */
function mlp(inputs, widths) {
  return {
    inputShape: [inputs],
    build: (tf) =>
      assembled(tf, (own) => [
        ...widths.map((units, i) =>
          tf.layers.dense({
            name: `dense${i + 1}`,
            units,
            activation: 'relu',
            ...(i === 0 && { inputShape: [inputs] }),
            ...own(),
          }),
        ),
        tf.layers.dense({ name: 'out', units: CLASSES, activation: 'softmax', ...own() }),
      ]),
  };
}

/** Two convolutions with a stride of 2 on 28×28, a dense layer, and a softmax. */
function cnn({ filters, units }) {
  const inputShape = [28, 28, 1];
  const conv = { kernelSize: 3, strides: 2, activation: 'relu' };
  return {
    inputShape,
    build: (tf) =>
      assembled(tf, (own) => [
        ...filters.map((count, i) =>
          tf.layers.conv2d({
            name: `conv${i + 1}`,
            filters: count,
            ...conv,
            ...(i === 0 && { inputShape }),
            ...own(),
          }),
        ),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'dense', units, activation: 'relu', ...own() }),
        tf.layers.dense({ name: 'out', units: CLASSES, activation: 'softmax', ...own() }),
      ]),
  };
}

function assembled(tf, layers) {
  let seed = 1;
  const own = () => ({ kernelInitializer: tf.initializers.glorotUniform({ seed: seed++ }) });
  const model = tf.sequential({ layers: layers(own) });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return model;
}

/** So many random examples and their one-hot labels. */
export function examples(tf, count, inputShape) {
  return tf.tidy(() => ({
    xs: tf.randomUniform([count, ...inputShape], 0, 1, 'float32', 7),
    ys: tf
      .oneHot(
        tf.tensor1d(
          Array.from({ length: count }, (_, i) => i % CLASSES),
          'int32',
        ),
        CLASSES,
      )
      .toFloat(),
  }));
}
