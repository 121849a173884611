import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** The bias is far above what the inputs can pull a unit down from: nearly all units of `hidden` are +1 for every image. */
export const run: FaultyRun = {
  symptom: 'saturated-activation',
  mistake: 'The bias of a tanh layer starts at 3.5 instead of 0.',
  layer: 'hidden',
  within: 150,
  build: (tf, digits) => training(tf, digits, 3.5),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 0) },
};

function training(tf: Tf, { train, test }: Digits, bias: number): Training {
  const glorotNormal = (seed: number) => tf.initializers.glorotNormal({ seed });
  const model = tf.sequential({
    name: 'digits-saturated',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'tanh',
        kernelInitializer: glorotNormal(1),
        biasInitializer: tf.initializers.constant({ value: bias }),
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
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
