import type * as tfjs from '@tensorflow/tfjs';
import { blobs, digits, split } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate } from '../../networks.js';
import { healthy } from '../../run.js';
import { mixtures, textures } from './data-a.js';
import { chain, onParts } from './loops-a.js';

export const healthyPictures = healthy([
  {
    name: 't-fine-normed-filters',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(textures(tf, seed, { examples: 640, size: 6, noise: 0.3 }), 512);
      const model = cnn(tf, [6, 6, 1], [6, 8], 3, { between: () => [tf.layers.batchNormalization({})] });
      return fitting(classifier(model, tf.train.adam(0.003)), train, { epochs: 9, validation: test });
    },
  },
  {
    name: 't-fine-separable',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = textures(tf, seed, { examples: 512, size: 6 });
      const model = chain(
        tf,
        tf.layers.depthwiseConv2d({
          name: 'depth',
          kernelSize: 3,
          depthMultiplier: 6,
          inputShape: [6, 6, 1],
        }),
        tf.layers.conv2d({ name: 'point', filters: 10, kernelSize: 1, activation: 'relu' }),
        tf.layers.globalMaxPooling2d({}),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onParts(tf, classifier(model, tf.train.adam(0.01)), data, { steps: 160, size: 16 });
    },
  },
  {
    name: 't-fine-tuning',
    heldOut: true,
    loop: 'fit',
    async build(tf, seed) {
      const before = textures(tf, seed, { examples: 512, noise: 0.3 });
      const { train, test } = split(textures(tf, seed + 1, { examples: 640, noise: 0.4 }), 512);
      const model = cnn(tf, [8, 8, 1], [10, 10], 3);
      await fitting(classifier(model, tf.train.adam(0.008)), before, { epochs: 8 }).train();
      return fitting(classifier(model, tf.train.adam(0.0003)), train, { epochs: 9, validation: test });
    },
  },
  {
    name: 't-fine-digits-steps',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    async build(tf) {
      const { train, test } = await digits(tf, 1600);
      const optimizer = tf.train.momentum(0.05, 0.9);
      const flat = ({ xs, ys }: { xs: tfjs.Tensor; ys: tfjs.Tensor }) => ({
        xs: xs.reshape([xs.shape[0] ?? 0, -1]),
        ys,
      });
      const inputs = flat(train).xs.shape[1] ?? 0;
      const model = mlp(tf, [inputs, 32, 10], { out: { activation: 'softmax' } });
      return fitting(classifier(model, optimizer), flat(train), {
        epochs: 6,
        batchSize: 64,
        validation: flat(test),
        callbacks: {
          onEpochEnd: async (epoch) => {
            if (epoch % 2 === 1) setLearningRate(optimizer, 0.05 * 0.3 ** ((epoch + 1) / 2));
          },
        },
      });
    },
  },
  {
    name: 't-fine-denoising',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(
        mixtures(tf, seed, { features: 16, rank: 4, examples: 896, noise: 0.1 }),
        768,
      );
      const model = chain(
        tf,
        tf.layers.gaussianNoise({ stddev: 0.3, inputShape: [16] }),
        tf.layers.dense({ name: 'wide', units: 24, activation: 'elu' }),
        tf.layers.dense({ name: 'code', units: 5 }),
        tf.layers.dense({ name: 'up', units: 24, activation: 'elu' }),
        tf.layers.dense({ name: 'out', units: 16 }),
      );
      return fittingDataset(tf, regressor(model, tf.train.adam(0.004)), train, {
        epochs: 14,
        validation: test,
      });
    },
  },
  {
    name: 't-fine-blobs-logits',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { examples: 640, size: 8, classes: 6 });
      const model = mlp(tf, [64, 32, 6], { hidden: { activation: 'selu' } });
      const fromLogits = (labels: tfjs.Tensor, logits: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(labels, logits);
      model.compile({ optimizer: tf.train.sgd(0.1), loss: fromLogits });
      const flat = { xs: xs.sub(0.2).mul(3).reshape([640, 64]), ys };
      return onParts(tf, model, flat, { steps: 300, size: 32 });
    },
  },
]);
