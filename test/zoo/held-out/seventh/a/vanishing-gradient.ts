import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, twoHeads } from '../../../networks.js';
import { sick } from '../../../run.js';
import { onEach, rows } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { engines, reviews, shapes } from './data.js';
import { rewrite } from './loops.js';

/** Where nothing comes through, nothing is learned. */
const unheard = ['variable-not-training', 'loss-not-improving', 'class-collapse'];

export const vanishingGradient = sick('vanishing-gradient', [
  {
    name: 'y-vanishing-gates-for-layers',
    heldOut: true,
    loop: 'fit',
    mistake: 'Seven dense layers behind an embedding keep the sigmoid of the gate they were copied from.',
    layers: ['words', 'hidden1', 'hidden2', 'hidden3', 'hidden4'],
    alsoAllowed: unheard,
    build(tf, seed) {
      const hidden = Array.from({ length: 7 }, (_, index) =>
        tf.layers.dense({ name: `hidden${index + 1}`, units: 16, activation: 'sigmoid' }),
      );
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 40, outputDim: 4, inputLength: 8 }),
        tf.layers.flatten({ name: 'flat' }),
        ...hidden,
        tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
      );
      classifier(model, tf.train.adagrad(0.01), 'binaryCrossentropy');
      return fitting(model, reviews(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'y-vanishing-default-deviation',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'truncatedNormal with its default deviation of 0.05 in six layers of only eight units.',
    layers: ['trunk1', 'trunk2', 'trunk3'],
    alsoAllowed: [...unheard, 'poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = engines(tf, seed);
      const kinds = clusters(tf, seed, { features: 6 });
      const model = twoHeads(tf, 6, [8, 8, 8, 8, 8, 8], 3, {
        activation: 'tanh',
        kernelInitializer: 'truncatedNormal',
      });
      model.compile({
        optimizer: tf.train.sgd(0.05),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return onEach(
        tf,
        model,
        (step) => {
          const [kind, size] = [rows(kinds, step), rows({ xs, ys }, step)];
          return { xs: kind.xs.add(size.xs), ys: [kind.ys, size.ys] };
        },
        { steps: 280 },
      );
    },
  },
  {
    name: 'y-vanishing-decay-of-kernels',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake:
      'Decoupled weight decay takes 5 % of the kernels at each step: nothing gets through five layers.',
    layers: ['conv1', 'conv2', 'conv3', 'conv4'],
    alsoAllowed: [...unheard, 'regularization-dominates'],
    build(tf, seed) {
      const data = shapes(tf, seed);
      const same = { kernelSize: 3, padding: 'same', activation: 'elu' } as const;
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'conv1', filters: 6, ...same, strides: 2, inputShape: [8, 8, 1] }),
        ...[2, 3, 4, 5].map((number) => tf.layers.conv2d({ name: `conv${number}`, filters: 6, ...same })),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
      );
      classifier(model, tf.train.momentum(0.005, 0.9, true));
      const kernels = model.layers.slice(0, 5).flatMap((layer) => layer.trainableWeights.slice(0, 1));
      return onEach(tf, model, (step) => rows(data, step), {
        steps: 260,
        before: () => rewrite(tf, kernels, (value: tfjs.Tensor) => value.mul(0.95)),
      });
    },
  },
]);
