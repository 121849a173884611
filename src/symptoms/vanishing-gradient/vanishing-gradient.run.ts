import type { FaultyRun } from '../../demo/run.js';

/** Every sigmoid passes at most a quarter of the gradient on, and the small weights less: little reaches `hidden1`. */
export const run: FaultyRun = {
  symptom: 'vanishing-gradient',
  mistake: 'Five sigmoid layers in a row, their weights drawn with a standard deviation of 0.1.',
  layer: 'hidden1',
  within: 150,
  build(tf, { train, test }) {
    const small = (seed: number) => tf.initializers.randomNormal({ stddev: 0.1, seed });
    const sigmoid = (name: string, seed: number) =>
      tf.layers.dense({ name, units: 32, activation: 'sigmoid', kernelInitializer: small(seed) });
    const model = tf.sequential({
      name: 'digits-vanishing',
      layers: [
        tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
        ...[1, 2, 3, 4, 5].map((n) => sigmoid(`hidden${n}`, n)),
        tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: small(6) }),
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
  },
};
