import type { Digits, FaultyRun, Initializer, Tf, Training } from '../../demo/run.js';

/** Units that begin equal get equal gradients and stay equal: 64 of them are worth one. */
export const run: FaultyRun = {
  symptom: 'poor-initialization',
  mistake: 'Every weight of the network starts at 0.01.',
  layer: 'hidden',
  within: 100,
  build: (tf, digits) => training(tf, digits, () => tf.initializers.constant({ value: 0.01 })),
  remedy: {
    number: 1,
    proves: 'loss',
    build: (tf, digits) => training(tf, digits, (seed) => tf.initializers.heNormal({ seed })),
  },
};

function training(tf: Tf, { train, test }: Digits, initializer: (seed: number) => Initializer): Training {
  const model = tf.sequential({
    name: 'digits-same-weights',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'relu',
        kernelInitializer: initializer(1),
      }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: initializer(2),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
