import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** The first layer sees numbers up to 255 where it expects some around 1. */
export const run: FaultyRun = {
  symptom: 'inputs-not-normalized',
  mistake: 'The pixels go in as they are in the file, 0 to 255.',
  within: 60,
  build: (tf, digits) => training(tf, digits, 255),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 1) },
};

function training(tf: Tf, { train, test }: Digits, largest: number): Training {
  const glorotNormal = (seed: number) => tf.initializers.glorotNormal({ seed });
  const model = tf.sequential({
    name: 'digits-raw',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'tanh',
        kernelInitializer: glorotNormal(1),
      }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: glorotNormal(2),
      }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.001),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return {
    model,
    images: train.images.mul(largest),
    labels: train.labels,
    validation: [test.images.mul(largest), test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
