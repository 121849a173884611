import type * as tfjs from '@tensorflow/tfjs';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, feeding, take } from './loop.js';
import { shapes } from './pictures.js';
import { load } from './series.js';
import { churn } from './tables.js';

export const lossSpike = sick('loss-spike', [
  {
    name: 'u-spike-missing-decimal-point',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'One load curve in one batch lost its decimal point: its target is nine too large.',
    onset: 201,
    build(tf, seed) {
      const { xs, ys } = load(tf, seed, { examples: 300 * 16, length: 10 });
      const flat = xs.reshape([300 * 16, 10]);
      const wrong = tf.oneHot(tf.tensor1d([200 * 16 + 5], 'int32'), 300 * 16).reshape([300 * 16, 1]);
      const targets = ys.add(wrong.mul(9));
      const model = regressor(mlp(tf, [10, 24, 1], { hidden: { activation: 'elu' } }), tf.train.adam(0.003));
      return {
        target: model,
        train: async () => {
          const batches = tf.data.generator(function* () {
            for (let at = 0; at < 300 * 16; at += 16)
              yield { xs: flat.slice(at, 16), ys: targets.slice(at, 16) };
          });
          await model.fitDataset(batches, { epochs: 1, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'u-spike-three-bad-shards',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Three shards were written with the labels in the order of another class list.',
    onset: 171,
    build(tf, seed) {
      const { xs, ys } = shapes(tf, seed, { examples: 640, size: 10, noise: 0.05 });
      const model = tf.sequential();
      const conv = { kernelSize: 3, strides: 2, activation: 'relu' } as const;
      model.add(tf.layers.conv2d({ name: 'edges', filters: 6, ...conv, inputShape: [10, 10, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'parts', units: 16, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'shape', units: 4, activation: 'softmax' }));
      return feeding(tf, classifier(model, tf.train.adam(0.006)), 320, (step) => {
        const { x, y } = take({ xs, ys }, step);
        return { xs: x, ys: [170, 222, 275].includes(step) ? tf.reverse(y, 1) : y };
      });
    },
  },
  {
    name: 'u-spike-importance-weight',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Examples are weighted by one over their chance of being drawn, and the chances of a few were nearly zero.',
    onset: 181,
    build(tf, seed) {
      const data = churn(tf, seed);
      const model = mlp(tf, [10, 20, 2], { hidden: { activation: 'tanh' } });
      return byHand(tf, {
        optimizer: tf.train.rmsprop(0.002),
        trained: model,
        steps: 320,
        loss: (step) => {
          const { x, y } = take(data, step);
          const rare = tf
            .range(0, 32)
            .less(5)
            .mul(step === 180 ? 80 : 0);
          const weights = rare.add(1) as tfjs.Tensor1D;
          return tf.losses
            .softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor, weights, 0, tf.Reduction.MEAN)
            .mul(weights.sum())
            .div(32) as tfjs.Scalar;
        },
      });
    },
  },
]);
