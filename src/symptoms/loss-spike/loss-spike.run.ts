import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Step 81 gets what no step before it got: its loss jumps far out of the range, and the next ones are as before. */
export const run: FaultyRun = {
  symptom: 'loss-spike',
  mistake: 'One file of images, which makes one batch, is in negative: black on white.',
  within: 150,
  build: (tf, digits) => training(tf, digits, 1),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 0) },
};

function training(tf: Tf, { train, test }: Digits, negatives: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-spike',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const batchSize = 32;
  const [from, to] = [80 * batchSize, (80 + negatives) * batchSize];
  const images = tf.tidy(() => {
    const negative = tf.sub(1, train.images.slice(from, to - from));
    return tf.concat([train.images.slice(0, from), negative, train.images.slice(to)]);
  });
  return {
    model,
    images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize,
    epochs: 4,
    shuffle: false,
  };
}
