import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** The penalty pulls the weights of `hidden` to zero, and the data cannot hold them. */
export const run: FaultyRun = {
  symptom: 'regularization-dominates',
  mistake: 'The strength of the l2 penalty is 0.5; 0.0005 was meant.',
  layer: 'hidden',
  within: 150,
  build: (tf, digits) => training(tf, digits, 0.5),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 0.0005) },
};

function training(tf: Tf, { train, test }: Digits, strength: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const kernelRegularizer = tf.regularizers.l2({ l2: strength });
  const model = tf.sequential({
    name: 'digits-regularized',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'relu',
        kernelInitializer: heNormal(1),
        kernelRegularizer,
      }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: heNormal(2),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.02), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
