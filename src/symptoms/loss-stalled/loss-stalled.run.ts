import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Four numbers tell a few digits apart, soon and as well as they can; no further step makes more of them. */
export const run: FaultyRun = {
  symptom: 'loss-stalled',
  mistake: 'A pooling over 14 × 14 pixels leaves four numbers of each image.',
  within: 350,
  build: (tf, digits) => training(tf, digits, 14, []),
  remedy: { number: 3, proves: 'loss', build: (tf, digits) => training(tf, digits, 4, [24]) },
};

function training(tf: Tf, { train, test }: Digits, poolSize: number, hidden: readonly number[]): Training {
  const model = tf.sequential({
    name: 'digits-stalled',
    layers: [
      tf.layers.averagePooling2d({ name: 'pooled', poolSize, inputShape: [28, 28, 1] }),
      tf.layers.flatten({ name: 'features' }),
      tf.layers.batchNormalization({ name: 'normalized' }),
      ...hidden.map((units) =>
        tf.layers.dense({
          name: 'hidden',
          units,
          activation: 'relu',
          kernelInitializer: tf.initializers.heNormal({ seed: 2 }),
        }),
      ),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.02), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 100,
    epochs: 15,
    // The same order each time: the plateau is the same in each run of it.
    shuffle: false,
  };
}
