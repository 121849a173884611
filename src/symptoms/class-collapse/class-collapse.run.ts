import type { Tensor } from '@tensorflow/tfjs';
import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** Two images of three show an 8, and the weights make that worse: it is safest to call everything an 8. */
export const run: FaultyRun = {
  symptom: 'class-collapse',
  mistake: 'The loss weighs each class by how often it occurs; it was meant to be by how rarely.',
  within: 150,
  build: (tf, digits) => training(tf, digits, (counts) => counts.div(counts.square().sum())),
  remedy: {
    number: 3,
    proves: 'validation',
    build: (tf, digits) => training(tf, digits, (counts) => counts.mul(10).reciprocal()),
  },
};

function training(tf: Tf, { train, test }: Digits, weightOf: (counts: Tensor) => Tensor): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const model = tf.sequential({
    name: 'digits-all-eights',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  const classes = [...train.labels.argMax(1).dataSync()];
  const kept = classes.flatMap((digit, index) => (digit === 8 || index % 20 === 0 ? [index] : []));
  const labels = train.labels.gather(kept);
  const counts = labels.sum(0);
  const weights = weightOf(counts).mul(kept.length);
  const weightedCrossEntropy = (truth: Tensor, said: Tensor) =>
    tf.tidy(() => tf.metrics.categoricalCrossentropy(truth, said).mul(truth.mul(weights).sum(-1)).mean());
  model.compile({ optimizer: tf.train.sgd(0.05), loss: weightedCrossEntropy, metrics: ['accuracy'] });
  return {
    model,
    images: train.images.gather(kept),
    labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 30,
  };
}
