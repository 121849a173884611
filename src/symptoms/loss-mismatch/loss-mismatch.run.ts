import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Outputs that are no probabilities: cross-entropy divides them by their sum, which is zero or negative as often as not. */
export const run: FaultyRun = {
  symptom: 'loss-mismatch',
  mistake: 'The softmax was forgotten: categorical cross-entropy is compiled on a linear output.',
  layer: 'digits',
  within: 100,
  build: (tf, digits) => training(tf, digits, 'linear'),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 'softmax') },
};

function training(tf: Tf, { train, test }: Digits, activation: 'linear' | 'softmax'): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-no-softmax',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation, kernelInitializer: heNormal(2) }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.001),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
