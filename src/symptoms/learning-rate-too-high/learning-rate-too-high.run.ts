import type { Tensor } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Each step moves the weights by a fifth to a half of their size: the loss jumps far above its start and swings. */
export const run: FaultyRun = {
  symptom: 'learning-rate-too-high',
  mistake: 'The learning rate of SGD is 2.5; 0.1 would do.',
  within: 60,
  build: (tf, digits) => training(tf, digits, 2.5),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 2.5 / 9) },
};

function training(tf: Tf, { train, test }: Digits, rate: number): Training {
  const glorotNormal = (seed: number) => tf.initializers.glorotNormal({ seed });
  const model = tf.sequential({
    name: 'digits-jumping',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'tanh',
        kernelInitializer: glorotNormal(1),
      }),
      tf.layers.dense({ name: 'digits', units: 10, kernelInitializer: glorotNormal(2) }),
    ],
  });
  const loss = (labels: Tensor, logits: Tensor) => tf.losses.softmaxCrossEntropy(labels, logits);
  model.compile({ optimizer: tf.train.sgd(rate), loss, metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
