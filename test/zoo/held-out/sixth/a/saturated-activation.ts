import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { gestures, houses, interactions, wordVectors } from './data.js';
import { total } from './layers.js';
import { drawnBatches, handWritten } from './loops.js';

const softmax = { activation: 'softmax' } as const;
const tanh = { activation: 'tanh' } as const;

export const saturatedActivation = sick('saturated-activation', [
  {
    name: 'w-saturated-year-built',
    heldOut: true,
    loop: 'fit',
    mistake: 'All columns but the year a house was built were standardised before the tanh layer.',
    layers: ['hidden1'],
    alsoAllowed: [
      'inputs-not-normalized',
      'variable-not-training',
      'vanishing-gradient',
      'loss-not-improving',
    ],
    build(tf, seed) {
      const model = mlp(tf, [5, 24, 12, 1], { hidden: tanh });
      return fitting(regressor(model, tf.train.adam(0.003)), houses(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'w-saturated-times-fan-in',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The deviation of the first weights is the root of the fan-in, where one over it was meant.',
    layers: ['conv1', 'conv2'],
    alsoAllowed: ['poor-initialization', 'loss-stalled'],
    build(tf, seed) {
      const model = tf.sequential();
      const start = (fanIn: number) => tf.initializers.randomNormal({ stddev: Math.sqrt(fanIn) });
      const window = { kernelSize: 3, activation: 'sigmoid' } as const;
      const inputShape: [number, number] = [7, 4];
      model.add(
        tf.layers.conv1d({ name: 'conv1', filters: 6, ...window, kernelInitializer: start(12), inputShape }),
      );
      model.add(tf.layers.conv1d({ name: 'conv2', filters: 6, ...window, kernelInitializer: start(18) }));
      model.add(tf.layers.flatten({ name: 'features' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, ...softmax }));
      const compiled = classifier(model, tf.train.momentum(0.02, 0.9));
      return drawnBatches(tf, compiled, gestures(tf, seed, { length: 7 }), { seed, steps: 260 });
    },
  },
  {
    name: 'w-saturated-by-giant-steps',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Adam with a rate of 0.4: within a few steps the weights are far too large for tanh units.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['learning-rate-too-high', 'loss-oscillating', 'loss-stalled'],
    build(tf, seed) {
      const model = mlp(tf, [10, 24, 16, 2], { hidden: tanh, out: softmax });
      const compiled = classifier(model, tf.train.adam(0.4));
      return fittingDataset(tf, compiled, interactions(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'w-saturated-second-sensor',
    heldOut: true,
    loop: 'custom',
    mistake: 'From step 151 on the batches come from a second device whose readings were never rescaled.',
    layers: ['hidden1'],
    onset: 151,
    alsoAllowed: ['inputs-not-normalized', 'loss-spike', 'loss-diverging', 'exploding-gradient'],
    build(tf, seed) {
      const { xs, ys } = gestures(tf, seed, { examples: 640, length: 6 });
      const first = { xs: xs.reshape([-1, 24]), ys };
      const second = { xs: first.xs.mul(60).add(90), ys };
      const model = mlp(tf, [24, 20, 3], { hidden: tanh });
      return handWritten(tf, tf.train.adam(0.003), model, {
        seed,
        steps: 340,
        data: (step) => (step < 150 ? first : second),
        loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }) as tfjs.Tensor),
      });
    },
  },
  {
    name: 'w-saturated-long-texts',
    heldOut: true,
    loop: 'fit',
    mistake: 'The sum of the vectors of 40 words, in place of their mean, goes into a tanh layer.',
    layers: ['mix'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(total(tf, { name: 'total', inputShape: [40, 16] }));
      model.add(tf.layers.dense({ name: 'mix', units: 12, ...tanh }));
      model.add(tf.layers.dense({ name: 'out', units: 4, ...softmax }));
      return fitting(classifier(model, tf.train.rmsprop(0.002)), wordVectors(tf, seed), { epochs: 18 });
    },
  },
]);
