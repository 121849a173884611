import type * as tfjs from '@tensorflow/tfjs';
import { mispaired } from '../../data.js';
import { fitting } from '../../loops.js';
import { classifier, mlp, regressor } from '../../networks.js';
import { sick } from '../../run.js';
import { customers, friedman, mixtures, waves } from './data-a.js';
import { byHand, chain, onParts, part } from './loops-a.js';

export const lossDiverging = sick('loss-diverging', [
  {
    name: 't-diverging-uphill',
    heldOut: true,
    loop: 'custom',
    mistake: 'The gradients were negated before they are applied, in the belief that they are added.',
    alsoAllowed: ['exploding-gradient', 'loss-not-improving'],
    build(tf, seed) {
      const data = customers(tf, seed);
      const model = mlp(tf, [11, 16, 8, 1], { hidden: { activation: 'elu' } });
      return byHand(tf, tf.train.adagrad(0.02), model, {
        steps: 280,
        loss(step) {
          const { xs, ys } = part(data, step, 48);
          return tf.losses.sigmoidCrossEntropy(ys, model.apply(xs) as tfjs.Tensor);
        },
        gradients: (of) =>
          Object.fromEntries(Object.entries(of).map(([name, gradient]) => [name, gradient.neg()])),
      });
    },
  },
  {
    name: 't-diverging-own-forecast',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Values are learned from the reward plus 1.15 times the own forecast of the next state: it feeds itself.',
    alsoAllowed: ['exploding-gradient', 'loss-not-improving', 'saturated-activation'],
    build(tf, seed) {
      const states = friedman(tf, seed, { examples: 640 });
      const model = mlp(tf, [7, 24, 1], { hidden: { activation: 'tanh' } });
      return byHand(tf, tf.train.adam(0.01), model, {
        steps: 400,
        loss(step) {
          const { xs, ys } = part(states, step, 32);
          const value = model.apply(xs) as tfjs.Tensor;
          const next = model.predict(xs.mul(0.9).add(0.05)) as tfjs.Tensor;
          const goal = ys.add(1).add(next.mul(1.15));
          const frozen = tf.tensor(goal.dataSync(), goal.shape);
          return tf.losses.meanSquaredError(frozen, value);
        },
      });
    },
  },
  {
    name: 't-diverging-alike-columns',
    heldOut: true,
    loop: 'fit',
    mistake:
      'Linear regression on columns that are nearly the same: the rate that suits one is too high for their sum.',
    alsoAllowed: ['learning-rate-too-high', 'exploding-gradient', 'loss-not-improving'],
    build(tf, seed) {
      const common = mixtures(tf, seed, { features: 1, rank: 1, noise: 0 }).xs;
      const own = mixtures(tf, seed + 1, { features: 12, rank: 12 }).xs;
      const xs = common.add(own.mul(0.3));
      const ys = common.mul(2).add(own.slice([0, 0], [512, 1]));
      const model = chain(tf, tf.layers.dense({ name: 'line', units: 1, inputShape: [12] }));
      return fitting(regressor(model, tf.train.sgd(0.089)), { xs, ys }, { epochs: 24, batchSize: 64 });
    },
  },
  {
    name: 't-diverging-second-file',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'From the second file on, labels come in another order than the signals: what was learned is undone.',
    onset: 241,
    alsoAllowed: ['loss-spike', 'loss-stalled', 'exploding-gradient'],
    build(tf, seed) {
      const data = waves(tf, seed, { examples: 1600 });
      const wrong = mispaired(tf, seed, waves(tf, seed + 50, { examples: 1600 }));
      const model = chain(
        tf,
        tf.layers.conv1d({
          name: 'conv1',
          filters: 10,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 1],
        }),
        tf.layers.conv1d({ name: 'conv2', filters: 12, kernelSize: 3, strides: 2, activation: 'relu' }),
        tf.layers.flatten(),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onParts(tf, classifier(model, tf.train.adam(0.003)), data, {
        steps: 440,
        size: 16,
        change: (batch, step) => (step < 240 ? batch : part(wrong, step, 16)),
      });
    },
  },
]);
