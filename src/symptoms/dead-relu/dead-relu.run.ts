import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** The bias is far below what the inputs can lift a unit to: most units of `hidden` give zero for every image. */
export const run: FaultyRun = {
  symptom: 'dead-relu',
  mistake: 'The bias of a ReLU layer starts at −1.25 instead of 0.',
  layer: 'hidden',
  within: 150,
  build: (tf, digits) => training(tf, digits, -1.25),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 0) },
};

function training(tf: Tf, { train, test }: Digits, bias: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-dead-relu',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'relu',
        kernelInitializer: heNormal(1),
        biasInitializer: tf.initializers.constant({ value: bias }),
      }),
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
    epochs: 4,
  };
}
