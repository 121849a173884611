import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Of some 300 images of an 8 ten are left: the network hardly ever sees one. */
export const run: FaultyRun = {
  symptom: 'class-imbalance',
  mistake: 'Of the digit 8 only every thirtieth image is in the training set.',
  within: 100,
  build: (tf, digits) => training(tf, digits, 30),
  remedy: { number: 2, proves: 'validation', build: (tf, digits) => training(tf, digits, 1) },
};

function training(tf: Tf, { train, test }: Digits, oneOf: number): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-few-eights',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const classes = [...train.labels.argMax(1).dataSync()];
  const eights = classes.flatMap((digit, index) => (digit === 8 ? [index] : []));
  const few = eights.filter((_, count) => count % oneOf === 0);
  const kept = classes.flatMap((digit, index) => (digit !== 8 || few.includes(index) ? [index] : []));
  return {
    model,
    images: train.images.gather(kept),
    labels: train.labels.gather(kept),
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
