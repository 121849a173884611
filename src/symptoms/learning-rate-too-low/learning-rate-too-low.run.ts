import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Gradients are healthy, but each step moves the weights by a hundred-thousandth. */
export const run: FaultyRun = {
  symptom: 'learning-rate-too-low',
  mistake: 'The learning rate of Adam is 1e-6 instead of 1e-3.',
  within: 150,
  build: (tf, digits) => training(tf, digits, 1e-6),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 1e-3) },
};

function training(tf: Tf, { train, test }: Digits, rate: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-slow',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(rate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
