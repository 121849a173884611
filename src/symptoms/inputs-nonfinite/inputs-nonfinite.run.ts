import type { Tensor4D } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Pixels in the corners are 0 in every image: their standard deviation is 0 too, and 0 / 0 is NaN. */
export const run: FaultyRun = {
  symptom: 'inputs-nonfinite',
  mistake: 'Every pixel is divided by its standard deviation, also those that never change.',
  within: 10,
  build: (tf, digits) => training(tf, digits, 0),
  remedy: { number: 2, proves: 'loss', build: (tf, digits) => training(tf, digits, 0.01) },
};

function training(tf: Tf, { train, test }: Digits, leastDeviation: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-nan-inputs',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.05), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const { mean, variance } = tf.moments(train.images, 0);
  const standardized = (images: Tensor4D) =>
    tf.tidy(() => images.sub(mean).div(variance.sqrt().maximum(leastDeviation)));
  return {
    model,
    images: standardized(train.images),
    labels: train.labels,
    validation: [standardized(test.images), test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
