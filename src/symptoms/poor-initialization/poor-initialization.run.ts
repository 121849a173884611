import type { FaultyRun } from '../../demo/run.js';

/** Units that begin equal get equal gradients and stay equal: 64 of them are worth one. */
export const run: FaultyRun = {
  symptom: 'poor-initialization',
  mistake: 'Every weight of the network starts at 0.01.',
  layer: 'hidden',
  within: 100,
  build(tf, { train, test }) {
    const model = tf.sequential({
      name: 'digits-same-weights',
      layers: [
        tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
        tf.layers.dense({
          name: 'hidden',
          units: 64,
          activation: 'relu',
          kernelInitializer: tf.initializers.constant({ value: 0.01 }),
        }),
        tf.layers.dense({
          name: 'digits',
          units: 10,
          activation: 'softmax',
          kernelInitializer: tf.initializers.constant({ value: 0.01 }),
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
  },
};
