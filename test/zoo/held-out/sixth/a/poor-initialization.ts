import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { gestures, halfPlanes, interactions, shells } from './data.js';
import { drawnBatches, handWritten } from './loops.js';

const softmax = { activation: 'softmax' } as const;

export const poorInitialization = sick('poor-initialization', [
  {
    name: 'w-start-truncated-normal',
    heldOut: true,
    loop: 'custom',
    mistake:
      'All matrices of a hand-written network are drawn by truncatedNormal with its default deviation of 1.',
    layers: ['hidden1', 'hidden2', 'out', 'hidden1/kernel', 'hidden2/kernel', 'out/kernel'],
    alsoAllowed: ['loss-oscillating'],
    build(tf, seed) {
      const { xs, ys } = gestures(tf, seed, { examples: 640, noise: 0.8 });
      const data = { xs: xs.reshape([-1, 48]), ys };
      const kernel = (from: number, to: number) => tf.variable(tf.truncatedNormal([from, to]));
      const v = {
        'hidden1/kernel': kernel(48, 40),
        'hidden1/bias': tf.variable(tf.zeros([40])),
        'hidden2/kernel': kernel(40, 24),
        'hidden2/bias': tf.variable(tf.zeros([24])),
        'out/kernel': kernel(24, 3),
        'out/bias': tf.variable(tf.zeros([3])),
      };
      return handWritten(tf, tf.train.adam(0.002), v, {
        seed,
        steps: 300,
        data: () => data,
        loss: (x, y) => {
          const first = x.matMul(v['hidden1/kernel']).add(v['hidden1/bias']).relu();
          const second = first.matMul(v['hidden2/kernel']).add(v['hidden2/bias']).relu();
          const logits = second.matMul(v['out/kernel']).add(v['out/bias']);
          return tf.losses.softmaxCrossEntropy(y, logits);
        },
      });
    },
  },
  {
    name: 'w-start-widened-by-copies',
    heldOut: true,
    loop: 'fit',
    mistake: 'A network was made wider by copying its two units to 24 and to 12, without any noise.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const model = mlp(tf, [10, 24, 12, 2], { hidden: { activation: 'tanh' }, out: softmax });
      const small = mlp(tf, [10, 2, 2, 2]);
      const [k1, b1, k2, b2, k3, b3] = small.getWeights() as tfjs.Tensor[];
      if (!k1 || !b1 || !k2 || !b2 || !k3 || !b3) throw new Error('copying units: expected six weights');
      model.setWeights([
        k1.tile([1, 12]),
        b1.tile([12]),
        k2.tile([12, 6]).div(12),
        b2.tile([6]),
        k3.tile([6, 1]).div(6),
        b3,
      ]);
      small.dispose();
      const data = interactions(tf, seed, { examples: 640 });
      return fitting(classifier(model, tf.train.adam(0.004)), data, { epochs: 16 });
    },
  },
  {
    name: 'w-start-missing-zeros',
    heldOut: true,
    loop: 'fit',
    mistake: 'The softmax layer is drawn with a deviation of 5, where 0.05 was meant.',
    layers: ['out'],
    alsoAllowed: ['loss-oscillating'],
    build(tf, seed) {
      const { xs, ys } = gestures(tf, seed, { examples: 640, length: 8, classes: 5 });
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 5 });
      const model = mlp(tf, [32, 24, 16, 5], {
        hidden: { activation: 'elu', kernelInitializer: 'heNormal' },
        out: { ...softmax, kernelInitializer },
      });
      const data = { xs: xs.reshape([-1, 32]), ys };
      return fitting(classifier(model, tf.train.rmsprop(0.001)), data, { epochs: 16 });
    },
  },
  {
    name: 'w-start-hundredth-deep',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Six tanh layers are drawn with a deviation of 0.01: hardly a difference comes out at the end.',
    layers: ['hidden1', 'hidden2', 'hidden3', 'hidden4', 'hidden5', 'hidden6', 'out'],
    alsoAllowed: ['vanishing-gradient', 'loss-not-improving', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.01 });
      const model = mlp(tf, [3, 24, 24, 24, 24, 24, 24, 1], {
        hidden: { activation: 'tanh', kernelInitializer },
        out: { activation: 'sigmoid', kernelInitializer },
      });
      const compiled = classifier(model, tf.train.sgd(0.05), 'binaryCrossentropy');
      return drawnBatches(tf, compiled, shells(tf, seed), { seed, steps: 280 });
    },
  },
  {
    name: 'w-start-box-filters',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Every filter and unit starts as the same mean and the softmax layer at zero: they stay one.',
    layers: ['conv1', 'mix', 'out'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = halfPlanes(tf, seed, { examples: 512, size: 6 });
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'tanh' } as const;
      const blur = (fanIn: number) => tf.initializers.constant({ value: 1 / fanIn });
      const model = tf.sequential();
      const inputShape: [number, number, number] = [6, 6, 1];
      model.add(
        tf.layers.conv2d({ name: 'conv1', filters: 4, ...strided, kernelInitializer: blur(9), inputShape }),
      );
      model.add(tf.layers.flatten({ name: 'features' }));
      const kernelInitializer = blur(36);
      model.add(tf.layers.dense({ name: 'mix', units: 12, activation: 'elu', kernelInitializer }));
      model.add(tf.layers.dense({ name: 'out', units: 4, ...softmax, kernelInitializer: 'zeros' }));
      const data = { xs: xs.reshape([-1, 6, 6, 1]), ys };
      return fittingDataset(tf, classifier(model, tf.train.adam(0.003)), data, { epochs: 16 });
    },
  },
]);
