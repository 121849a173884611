import type { FaultyRun } from '../../demo/run.js';

/** A linear classifier knows after a few epochs what 200 images can teach it; it goes on all the same. */
export const run: FaultyRun = {
  symptom: 'overtraining',
  mistake: 'Nobody stops it: 60 epochs on 200 images, although the best weights were those of the first few.',
  within: 150,
  build(tf, { train, test }) {
    const model = tf.sequential({
      name: 'digits-overtraining',
      layers: [
        tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
        tf.layers.dense({
          name: 'digits',
          units: 10,
          activation: 'softmax',
          kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
        }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(0.02), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
    const count = 200;
    return {
      model,
      images: train.images.slice(0, count),
      labels: train.labels.slice(0, count),
      validation: [test.images, test.labels],
      batchSize: 40,
      epochs: 60,
    };
  },
};
