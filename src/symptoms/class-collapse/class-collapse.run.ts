import type { Tensor } from '@tensorflow/tfjs';
import type { FaultyRun } from '../../demo/run.js';

/** Three images of four show an 8, and the weights make that worse: it is safest to call everything an 8. */
export const run: FaultyRun = {
  symptom: 'class-collapse',
  mistake: 'The loss weighs each class by how often it occurs; it was meant to be by how rarely.',
  within: 150,
  build(tf, { train, test }) {
    const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
    const model = tf.sequential({
      name: 'digits-all-eights',
      layers: [
        tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
        tf.layers.dense({ name: 'hidden', units: 64, activation: 'relu', kernelInitializer: heNormal(1) }),
        tf.layers.dense({ name: 'digits', units: 10, kernelInitializer: heNormal(2) }),
      ],
    });
    const digits = [...train.labels.argMax(1).dataSync()];
    const kept = digits.flatMap((digit, index) => (digit === 8 || index % 30 === 0 ? [index] : []));
    const labels = train.labels.gather(kept);
    const counts = labels.sum(0);
    const weights = counts.div(counts.square().sum()).mul(kept.length);
    const weightedCrossEntropy = (truth: Tensor, logits: Tensor) =>
      tf.tidy(() => tf.losses.softmaxCrossEntropy(truth, logits, truth.mul(weights).sum(-1)));
    model.compile({ optimizer: tf.train.sgd(0.1), loss: weightedCrossEntropy, metrics: ['accuracy'] });
    return {
      model,
      images: train.images.gather(kept),
      labels,
      validation: [test.images, test.labels],
      batchSize: 32,
      epochs: 30,
    };
  },
};
