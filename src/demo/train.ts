import type { CustomCallbackArgs } from '@tensorflow/tfjs';
// In a program of your own: import { watch } from 'trainvitals';
import { type Vitals, type WatchOptions, watch } from '../index.js';
import { type Digits, fitArgs, type Tf, type Training } from './run.js';

/** The healthy run: a small convolutional network learns to read digits. */
export function readDigits(tf: Tf, { train, test }: Digits): Training {
  const heNormal = (seed: number) => tf.initializers.heNormal({ seed });
  const relu = { strides: 2, activation: 'relu' } as const;
  const model = tf.sequential({
    name: 'digits',
    layers: [
      tf.layers.conv2d({
        ...relu,
        name: 'conv1',
        inputShape: [28, 28, 1],
        filters: 16,
        kernelSize: 5,
        kernelInitializer: heNormal(1),
      }),
      tf.layers.conv2d({
        ...relu,
        name: 'conv2',
        filters: 32,
        kernelSize: 3,
        kernelInitializer: heNormal(2),
      }),
      tf.layers.flatten({ name: 'features' }),
      tf.layers.dense({
        name: 'hidden',
        units: 64,
        activation: 'relu',
        kernelInitializer: heNormal(3),
        kernelRegularizer: tf.regularizers.l2({ l2: 1e-4 }),
      }),
      tf.layers.dense({
        name: 'digits',
        units: 10,
        activation: 'softmax',
        kernelInitializer: tf.initializers.glorotNormal({ seed: 4 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return {
    model,
    images: train.images,
    labels: train.labels,
    validation: [test.images, test.labels],
    batchSize: 32,
    epochs: 6,
  };
}

/** Trains as any program does, but for one line: `watch`. Calls `watched` before the first step. */
export async function train(
  training: Training,
  options: WatchOptions,
  callbacks: CustomCallbackArgs,
  watched: (vitals: Vitals) => void,
): Promise<Vitals> {
  const { model, images, labels, epochs } = training;
  const vitals = await watch(model, options);
  watched(vitals);
  await model.fit(images, labels, fitArgs(training, epochs, callbacks));
  await vitals.finish();
  return vitals;
}
