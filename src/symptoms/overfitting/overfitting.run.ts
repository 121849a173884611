import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** A large network learns 300 images by heart, wrong labels included. */
export const run: FaultyRun = {
  symptom: 'overfitting',
  mistake: 'A large network on 300 images, every third with a wrong label, and no regularization.',
  within: 150,
  build: (tf, digits) => training(tf, digits, 0),
  remedy: { number: 2, proves: 'validation', build: (tf, digits) => training(tf, digits, 0.6) },
};

function training(tf: Tf, { train, test }: Digits, dropout: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-overfitting',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden1', units: 128, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dropout({ name: 'dropout1', rate: dropout, seed: 4 }),
      tf.layers.dense({ name: 'hidden2', units: 64, activation: 'relu', kernelInitializer: heNormal(2) }),
      tf.layers.dropout({ name: 'dropout2', rate: dropout, seed: 5 }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(3) }),
    ],
  });
  model.compile({
    optimizer: tf.train.adam(0.003),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const count = 300;
  const labels = tf.tidy(() => {
    const right = train.labels.slice(0, count);
    const wrong = tf.concat([right.slice([0, 1]), right.slice([0, 0], [count, 1])], 1);
    const isThird = tf.range(0, count).mod(3).equal(0).reshape([count, 1]);
    return tf.where(isThird, wrong, right);
  });
  return {
    model,
    images: train.images.slice(0, count),
    labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 30,
  };
}
