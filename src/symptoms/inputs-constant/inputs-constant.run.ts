import type { Tensor } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** tfjs divides integers without a remainder: 0..255 by 256 is 0, and every image is blank. */
export const run: FaultyRun = {
  symptom: 'inputs-constant',
  mistake: 'The pixels are divided by 256 while they are still integers: every one becomes 0.',
  within: 100,
  build: (tf, digits) => training(tf, digits, 'int32'),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 'float32') },
};

function training(tf: Tf, { train, test }: Digits, type: 'int32' | 'float32'): Training {
  const glorotNormal = (seed: number) => tf.initializers.glorotNormal({ seed });
  const model = tf.sequential({
    name: 'digits-blank',
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
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const scaled = (images: Tensor) =>
    tf.tidy(() => images.mul(255).cast(type).div(tf.scalar(256, type)).toFloat());
  return {
    model,
    images: scaled(train.images),
    labels: train.labels,
    validation: [scaled(test.images), test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
