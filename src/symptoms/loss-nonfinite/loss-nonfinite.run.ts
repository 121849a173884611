import type { Tensor } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/**
 * Training goes well for some steps, until one unit of `hidden` is silent for a whole batch: its variance is 0, and 0 / √0 is NaN. From
 * there it reaches every weight. On the wasm backend the loss does not even show it: clipping turns NaN into a number.
 */
export const run: FaultyRun = {
  symptom: 'loss-nonfinite',
  mistake: 'A hand-written batch normalization divides by the standard deviation without an epsilon.',
  within: 100,
  build: (tf, digits) => training(tf, digits, 0),
  remedy: { number: 4, proves: 'loss', build: (tf, digits) => training(tf, digits, 1e-3) },
};

function training(tf: Tf, { train, test }: Digits, epsilon: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-nan',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 128,
        activation: 'relu',
        kernelInitializer: heNormal(1),
        biasInitializer: tf.initializers.constant({ value: 0.3 }),
      }),
      normalization(tf, 'normalized', epsilon),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 3,
  };
}

/** Zero mean and unit variance of each unit over the batch. */
function normalization(tf: Tf, name: string, epsilon: number) {
  class Normalization extends tf.layers.Layer {
    static readonly className = 'Normalization';

    override call(inputs: Tensor | Tensor[]): Tensor {
      return tf.tidy(() => {
        const x = tf.stack([inputs].flat()).squeeze<Tensor>([0]);
        const { mean, variance } = tf.moments(x, 0);
        return x.sub(mean).div(variance.add(epsilon).sqrt());
      });
    }
  }
  return new Normalization({ name });
}
