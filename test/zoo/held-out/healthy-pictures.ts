import { blobs, digits, split } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, regressor } from '../networks.js';
import { healthy } from '../run.js';
import { glyphs, labelsOf, stripes } from './part2-data.js';
import { stack, through } from './part2-networks.js';

const softmax = { activation: 'softmax' } as const;

/** Networks on images, and autoencoders. */
export const healthyPictures = healthy([
  {
    name: 'h-ok-five-to-one-images',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    build(tf, seed) {
      // Of the images with the blob below only each fifth was kept.
      const { xs, ys } = blobs(tf, seed, { examples: 1200, classes: 2, size: 8, noise: 0.3 });
      const kept = Array.from(ys.argMax(1).dataSync()).flatMap((label, at) => (label && at % 5 ? [] : [at]));
      const rows = tf.tensor1d(kept, 'int32');
      const { train, test } = split({ xs: tf.gather(xs, rows), ys: tf.gather(ys, rows) }, 512);
      const model = cnn(tf, [8, 8, 1], [8, 12], 2, { conv: { activation: 'elu' } });
      return fittingDataset(tf, classifier(model, tf.train.adam(0.004)), train, {
        epochs: 16,
        validation: test,
      });
    },
  },
  {
    name: 'h-ok-separable',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.separableConv2d({
          name: 'separable',
          filters: 10,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [6, 6, 3],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 3, ...softmax }),
      );
      const data = stripes(tf, seed, { examples: 320, size: 6, channels: 3, classes: 3 });
      return fitting(classifier(model, tf.train.rmsprop(0.005)), data, { epochs: 26 });
    },
  },
  {
    name: 'h-ok-depthwise',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.depthwiseConv2d({
          name: 'depthwise',
          kernelSize: 3,
          depthMultiplier: 4,
          activation: 'relu',
          inputShape: [6, 6, 2],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, ...softmax }),
      );
      const { xs, ys } = stripes(tf, seed, { examples: 320, size: 6, channels: 2, noise: 0.25 });
      return onBatches(
        tf,
        classifier(model, tf.train.adam(0.005), 'sparseCategoricalCrossentropy'),
        { xs, ys: labelsOf(ys) },
        { steps: 260 },
      );
    },
  },
  {
    name: 'h-ok-residual-images',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(stripes(tf, seed, { examples: 560, noise: 0.3 }), 448);
      const conv = (name: string) =>
        tf.layers.conv2d({ name, filters: 8, kernelSize: 3, padding: 'same', useBias: false });
      const norm = (name: string) => tf.layers.batchNormalization({ name, momentum: 0.9 });
      const relu = (name: string) => tf.layers.reLU({ name });
      const input = tf.input({ shape: [8, 8, 1], name: 'image' });
      const stem = tf.layers.conv2d({ name: 'stem', filters: 8, kernelSize: 3, strides: 2, padding: 'same' });
      let x = through(stem, input);
      for (const block of ['first', 'second']) {
        const inner = through(
          relu(`${block}Relu`),
          through(norm(`${block}Norm`), through(conv(`${block}A`), x)),
        );
        x = through(tf.layers.add({ name: `${block}Sum` }), [x, through(conv(`${block}B`), inner)]);
      }
      const pooled = through(
        tf.layers.globalAveragePooling2d({ name: 'pool', dataFormat: 'channelsLast' }),
        x,
      );
      const out = through(tf.layers.dense({ name: 'out', units: 4, ...softmax }), pooled);
      const model = classifier(tf.model({ inputs: input, outputs: out }), tf.train.adam(0.002));
      return fitting(model, train, { epochs: 18, validation: test });
    },
  },
  {
    name: 'h-ok-pixels-to-one',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    async build(tf) {
      const { train } = await digits(tf, 1600);
      const model = stack(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 8,
          kernelSize: 5,
          strides: 3,
          activation: 'relu',
          kernelInitializer: 'heNormal',
          inputShape: [28, 28, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'hidden', units: 32, activation: 'tanh' }),
        tf.layers.dense({ name: 'out', units: 10, ...softmax }),
      );
      return onBatches(
        tf,
        classifier(model, tf.train.adamax(0.004), 'sparseCategoricalCrossentropy'),
        { xs: train.xs, ys: labelsOf(train.ys) },
        { steps: 300 },
      );
    },
  },
  {
    name: 'h-ok-bytes-into-normalisation',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      // Bytes, 0 to 255, and a first layer that normalises them.
      const { xs, ys } = stripes(tf, seed, { examples: 480, noise: 0.2 });
      const model = stack(
        tf,
        tf.layers.batchNormalization({ name: 'scale', inputShape: [8, 8, 1] }),
        tf.layers.conv2d({ name: 'conv', filters: 10, kernelSize: 3, strides: 2, activation: 'relu' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, ...softmax }),
      );
      return fitting(
        classifier(model, tf.train.adam(0.005)),
        { xs: xs.mul(255).round(), ys },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'h-ok-bytes-into-rescaling',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    build(tf, seed) {
      const all = stripes(tf, seed, { examples: 544, classes: 3, noise: 0.2 });
      const { train, test } = split({ xs: all.xs.mul(255).round(), ys: all.ys }, 416);
      const model = stack(
        tf,
        tf.layers.rescaling({ name: 'scale', scale: 1 / 127.5, offset: -1, inputShape: [8, 8, 1] }),
        tf.layers.conv2d({ name: 'conv', filters: 14, kernelSize: 3, strides: 1, activation: 'selu' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 3, ...softmax }),
      );
      return fittingDataset(tf, classifier(model, tf.train.adam(0.006)), train, {
        epochs: 18,
        validation: test,
      });
    },
  },
  {
    name: 'h-ok-dark-autoencoder',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Nine pixels of ten are black: most outputs belong at zero.
      const images = glyphs(tf, seed, { examples: 640, size: 7 });
      const { train, test } = split({ xs: images, ys: images }, 512);
      const model = stack(
        tf,
        tf.layers.dense({ name: 'encoder', units: 40, activation: 'relu', inputShape: [49] }),
        tf.layers.dense({ name: 'code', units: 12 }),
        tf.layers.dense({ name: 'decoder', units: 40, activation: 'relu' }),
        tf.layers.dense({ name: 'pixels', units: 49, activation: 'sigmoid' }),
      );
      return fitting(regressor(model, tf.train.adam(0.005), 'binaryCrossentropy'), train, {
        epochs: 17,
        validation: test,
      });
    },
  },
  {
    name: 'h-ok-upwards-convolution',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const { xs } = stripes(tf, seed, { noise: 0.02 });
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' } as const;
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'down1', filters: 10, ...strided, inputShape: [8, 8, 1] }),
        tf.layers.conv2d({ name: 'down2', filters: 6, ...strided }),
        tf.layers.conv2dTranspose({ name: 'up1', filters: 10, ...strided }),
        tf.layers.conv2dTranspose({ name: 'up2', filters: 1, ...strided, activation: 'sigmoid' }),
      );
      return onBatches(tf, regressor(model, tf.train.adam(0.005)), { xs, ys: xs }, { steps: 300 });
    },
  },
  {
    name: 'h-ok-fresh-noise-each-epoch',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    build(tf, seed) {
      // Augmentation: no batch is ever seen twice.
      const { xs, ys } = stripes(tf, seed, { examples: 480, noise: 0.05 });
      const model = classifier(cnn(tf, [8, 8, 1], [8, 12], 4), tf.train.rmsprop(0.002));
      const dataset = tf.data.generator(function* () {
        for (let at = 0; at < 480; at += 32) {
          yield {
            xs: tf.tidy(() => xs.slice(at, 32).add(tf.randomNormal([32, 8, 8, 1], 0, 0.15))),
            ys: ys.slice(at, 32),
          };
        }
      });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset, { epochs: 20, verbose: 0 });
        },
      };
    },
  },
]);
