import type { Models, Subject, Tf } from '../subject.js';

/** A small classifier of random points, whose layers are named or not. */
function classifier(tf: Tf, name: (layer: string) => { name?: string }): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ ...name('hidden'), units: 8, activation: 'relu', inputShape: [4] }),
      tf.layers.dense({ ...name('classes'), units: 3, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  return {
    model,
    xs: tf.randomNormal([60, 4], 0, 1, 'float32', 1),
    ys: tf.oneHot(
      tf.tensor1d(
        Array.from({ length: 60 }, (_, row) => row % 3),
        'int32',
      ),
      3,
    ),
  };
}

export const models: Models = {
  passing: [{ name: 'layers with names', build: (tf) => classifier(tf, (name) => ({ name })) }],
  failing: [
    {
      name: 'layers that nobody named',
      build: (tf) => classifier(tf, () => ({})),
      finds: /2 of 2 layers have default names: dense_Dense\d+, dense_Dense\d+/,
    },
    {
      name: 'one layer that nobody named',
      build: (tf) => classifier(tf, (name) => (name === 'hidden' ? {} : { name })),
      finds: /1 of 2 layers have default names/,
    },
  ],
};
