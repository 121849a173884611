import type { Digits, FaultyRun, Initializer, Tf, Training } from '../../demo/run.js';

/** Every sigmoid passes at most a quarter of the gradient on, and the small weights less: little reaches `hidden1`. */
export const run: FaultyRun = {
  symptom: 'vanishing-gradient',
  mistake: 'Five sigmoid layers in a row, their weights drawn with a standard deviation of 0.1.',
  layer: 'hidden1',
  within: 150,
  build: (tf, digits) => training(tf, digits, (seed) => tf.initializers.randomNormal({ stddev: 0.1, seed })),
  remedy: {
    number: 1,
    proves: 'loss',
    build: (tf, digits) =>
      training(tf, digits, (seed) =>
        tf.initializers.varianceScaling({ scale: 16, mode: 'fanAvg', distribution: 'normal', seed }),
      ),
  },
};

function training(tf: Tf, { train, test }: Digits, initializer: (seed: number) => Initializer): Training {
  const sigmoid = (name: string, seed: number) =>
    tf.layers.dense({ name, units: 32, activation: 'sigmoid', kernelInitializer: initializer(seed) });
  const model = tf.sequential({
    name: 'digits-vanishing',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      ...[1, 2, 3, 4, 5].map((n) => sigmoid(`hidden${n}`, n)),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: initializer(6),
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
