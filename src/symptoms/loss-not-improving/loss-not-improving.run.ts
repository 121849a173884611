import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** The labels are one row off, as after dropping a header or shuffling one of two files: there is nothing to learn. */
export const run: FaultyRun = {
  symptom: 'loss-not-improving',
  mistake: 'Labels are paired with the wrong images: they are shifted by one example.',
  within: 150,
  build: (tf, digits) => training(tf, digits, 1),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 0) },
};

function training(tf: Tf, { train, test }: Digits, shift: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-wrong-labels',
    layers: [
      tf.layers.conv2d({
        name: 'conv1',
        inputShape: [28, 28, 1],
        filters: 8,
        kernelSize: 5,
        strides: 2,
        activation: 'relu',
        kernelInitializer: heNormal(1),
      }),
      tf.layers.conv2d({
        name: 'conv2',
        filters: 16,
        kernelSize: 3,
        strides: 2,
        activation: 'relu',
        kernelInitializer: heNormal(2),
      }),
      tf.layers.flatten({ name: 'features' }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: tf.initializers.randomNormal({ stddev: 0.01, seed: 3 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const count = train.labels.shape[0];
  const shifted = tf.tidy(() =>
    tf.concat([train.labels.slice(shift, count - shift), train.labels.slice(0, shift)]),
  );
  return {
    model,
    images: train.images,
    labels: shifted,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
