import type { Digits, FaultyRun, Tf, Training } from '../../demo/run.js';

/** `compile` has listed what is trained before `hidden` is thawed: the list does not change, `hidden` stays as it is. */
export const run: FaultyRun = {
  symptom: 'variable-frozen',
  mistake: 'A frozen layer is made trainable after compile() instead of before.',
  layer: 'hidden',
  within: 60,
  build: (tf, digits) => training(tf, digits, 'once'),
  remedy: { number: 1, proves: 'loss', build: (tf, digits) => training(tf, digits, 'again') },
};

function training(tf: Tf, { train, test }: Digits, compiled: 'once' | 'again'): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const hidden = tf.layers.dense({
    name: 'hidden',
    units: 64,
    activation: 'relu',
    kernelInitializer: heNormal(1),
    trainable: false,
  });
  const model = tf.sequential({
    name: 'digits-frozen',
    layers: [
      tf.layers.flatten({ name: 'pixels', inputShape: [28, 28, 1] }),
      hidden,
      tf.layers.dense({ name: 'digits', units: 10, activation: 'softmax', kernelInitializer: heNormal(2) }),
    ],
  });
  const compile = () =>
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  compile();
  hidden.trainable = true;
  if (compiled === 'again') compile();
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 4,
  };
}
