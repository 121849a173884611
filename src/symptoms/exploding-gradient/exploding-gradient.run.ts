import type { Digits, FaultyRun, Initializer, Tf, Training } from '../../demo/run.js';

/**
 * The frozen layers amplify what they get and nothing normalizes it: their features are hundreds of times larger than
 * pixels. A usual rate then overshoots more with every step, and the gradient of the head grows exponentially.
 */
export const run: FaultyRun = {
  symptom: 'exploding-gradient',
  mistake: 'A frozen feature extractor with far too large weights and no normalization, under a new head.',
  within: 150,
  build: (tf, digits) => training(tf, digits, (seed) => tf.initializers.randomNormal({ stddev: 0.7, seed })),
  remedy: {
    number: 1,
    proves: 'loss',
    build: (tf, digits) => training(tf, digits, (seed) => tf.initializers.heNormal({ seed })),
  },
};

function training(tf: Tf, { train, test }: Digits, initializer: (seed: number) => Initializer): Training {
  const frozen = { strides: 2, activation: 'relu', trainable: false } as const;
  const model = tf.sequential({
    name: 'digits-exploding',
    layers: [
      tf.layers.conv2d({
        ...frozen,
        name: 'conv1',
        inputShape: [28, 28, 1],
        filters: 8,
        kernelSize: 5,
        kernelInitializer: initializer(1),
      }),
      tf.layers.conv2d({
        ...frozen,
        name: 'conv2',
        filters: 16,
        kernelSize: 3,
        kernelInitializer: initializer(2),
      }),
      tf.layers.flatten({ name: 'features' }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        kernelInitializer: tf.initializers.glorotNormal({ seed: 3 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(0.004), loss: 'meanSquaredError', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    // Two epochs: a third would run into infinity.
    epochs: 2,
  };
}
