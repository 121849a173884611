import type * as tfjs from '@tensorflow/tfjs';
import { blobs, digits, split } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, cnn, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { initializers, smallDigits } from './c-tools.js';

/** Pictures: convolutions with normalisation, pooling, augmentation and a schedule. */
export const pictures = healthy([
  {
    name: 'q-ok-digits-batch-normalised',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: async (tf, seed) => {
      const start = initializers(tf, seed);
      const { train, test } = await smallDigits(tf, 1280);
      const model = tf.sequential();
      for (const [index, filters] of [4, 8].entries()) {
        model.add(
          tf.layers.conv2d({
            name: `conv${index + 1}`,
            filters,
            kernelSize: 3,
            strides: index + 1,
            useBias: false,
            kernelInitializer: start.he(),
            ...(index === 0 && { inputShape: [7, 7, 1] }),
          }),
        );
        model.add(tf.layers.batchNormalization({ name: `norm${index + 1}`, momentum: 0.9 }));
        model.add(tf.layers.reLU({ name: `relu${index + 1}` }));
      }
      model.add(tf.layers.flatten({ name: 'features' }));
      model.add(
        tf.layers.dense({ name: 'out', units: 10, activation: 'softmax', kernelInitializer: start.glorot() }),
      );
      return fitting(classifier(model, tf.train.adam(0.004)), train, {
        epochs: 5,
        validation: { xs: test.xs.slice(0, 150), ys: test.ys.slice(0, 150) },
      });
    },
  },
  {
    // Every picture is shifted by up to a pixel of 14 × 14 and made brighter or darker, anew each time it is drawn.
    name: 'q-ok-digits-shifted-at-random',
    heldOut: true,
    isUnseen: true,
    loop: 'fitDataset',
    build: async (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 5);
      const { train } = await digits(tf, 2000);
      const half = tf.avgPool(train.xs as tfjs.Tensor4D, 2, 2, 'valid');
      const padded = tf.pad(half, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      const batch = () =>
        tf.tidy(() => {
          const numbers = Array.from({ length: 32 }, () => random.integer(2000));
          const pictures = numbers.map((number) =>
            padded
              .slice([number, random.integer(3), random.integer(3), 0], [1, 14, 14, 1])
              .mul(0.8 + 0.4 * random.uniform()),
          );
          const xs = tf.avgPool(tf.concat(pictures) as tfjs.Tensor4D, 2, 2, 'valid');
          return { xs, ys: tf.gather(train.ys, tf.tensor1d(numbers, 'int32')) };
        });
      const model = cnn(tf, [7, 7, 1], [6, 10], 10, { conv: { kernelInitializer: start.he() } });
      classifier(model, tf.train.adam(0.006));
      return {
        target: model,
        train: async () => {
          const dataset = tf.data.generator(function* () {
            for (;;) yield batch();
          });
          await model.fitDataset(dataset, { batchesPerEpoch: 50, epochs: 5, verbose: 0 });
        },
      };
    },
  },
  {
    // The rate loses four tenths every 75 steps.
    name: 'q-ok-blobs-max-pooled-step-decay',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const data = blobs(tf, seed, { examples: 1280, size: 8, classes: 6, noise: 0.45 });
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({
            name: 'conv',
            filters: 6,
            kernelSize: 3,
            activation: 'relu',
            inputShape: [8, 8, 1],
            kernelInitializer: start.he(),
          }),
          tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
          tf.layers.flatten({ name: 'features' }),
          tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu', kernelInitializer: start.he() }),
          tf.layers.dense({
            name: 'out',
            units: 6,
            activation: 'softmax',
            kernelInitializer: start.glorot(),
          }),
        ],
      });
      const optimizer = tf.train.momentum(0.02, 0.9);
      return onBatches(tf, classifier(model, optimizer), data, {
        steps: 280,
        before: (step) => {
          if (step % 75 === 0) setLearningRate(optimizer, 0.02 * 0.6 ** (step / 75));
        },
      });
    },
  },
  {
    // Where is the blob? Two coordinates in -1..1.
    name: 'q-ok-blob-found-in-picture',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 11);
      const places = Array.from({ length: 1280 }, () => [
        1.6 * random.uniform() - 0.8,
        1.6 * random.uniform() - 0.8,
      ]);
      const pixels = places.flatMap(([down = 0, right = 0]) =>
        Array.from({ length: 64 }, (_, at) => {
          const distance = Math.hypot(Math.floor(at / 8) - 3.5 * (1 + down), (at % 8) - 3.5 * (1 + right));
          return Math.exp(-(distance ** 2) / 4) + 0.15 * random.normal();
        }),
      );
      const data = { xs: tf.tensor4d(pixels, [1280, 8, 8, 1]), ys: tf.tensor2d(places.flat(), [1280, 2]) };
      const { train, test } = split(data, 1024);
      const model = tf.sequential();
      for (const [index, filters] of [6, 8].entries())
        model.add(
          tf.layers.conv2d({
            name: `conv${index + 1}`,
            filters,
            kernelSize: 3,
            strides: 2,
            padding: 'same',
            activation: 'elu',
            kernelInitializer: start.he(),
            ...(index === 0 && { inputShape: [8, 8, 1] }),
          }),
        );
      model.add(tf.layers.flatten({ name: 'features' }));
      model.add(
        tf.layers.dense({ name: 'place', units: 2, activation: 'tanh', kernelInitializer: start.glorot() }),
      );
      model.compile({ optimizer: tf.train.adam(0.002), loss: 'meanSquaredError' });
      return fitting(model, train, { epochs: 10, validation: test });
    },
  },
]);
