import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Every step follows a single image, and by as much as if it were the mean of many: the next image undoes it. */
export const run: FaultyRun = {
  symptom: 'loss-oscillating',
  mistake: 'Batches of one image, with a learning rate that is right for batches of 32.',
  within: 200,
  build: (tf, digits) => training(tf, digits, 0.15),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 0.15 / 9) },
};

function training(tf: Tf, { train, test }: Digits, rate: number): Training {
  const glorotNormal = (seed: number) => tf.initializers.glorotNormal({ seed });
  const model = tf.sequential({
    name: 'digits-oscillating',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'relu',
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
  model.compile({ optimizer: tf.train.sgd(rate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 1,
    epochs: 1,
    // The same order each time: it swings in the same way in each run of it.
    shuffle: false,
  };
}
