import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/**
 * Least squares on pixels is stable up to a rate of 0.25. Just above it, each step overshoots the minimum by some per
 * cent more than it was away: the loss climbs for hundreds of steps, from 0.25 to more than a million.
 */
export const run: FaultyRun = {
  symptom: 'loss-diverging',
  mistake: 'The learning rate of SGD is just above the largest stable one.',
  within: 150,
  build: (tf, digits) => training(tf, digits, 0.255),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 0.255 / 3) },
};

function training(tf: Tf, { train, test }: Digits, rate: number): Training {
  const model = tf.sequential({
    name: 'digits-diverging',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(rate), loss: 'meanSquaredError', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    // Large batches: the rate at which the loss climbs depends on them less than on the rate of learning.
    batchSize: 300,
    epochs: 30,
  };
}
