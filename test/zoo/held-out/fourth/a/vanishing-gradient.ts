import type * as tfjs from '@tensorflow/tfjs';
import { custom, fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { beats } from './series.js';
import { churn, pendulum } from './tables.js';

export const vanishingGradient = sick('vanishing-gradient', [
  {
    name: 'u-vanishing-sigmoid-filters',
    heldOut: true,
    loop: 'fit',
    mistake: 'Seven sigmoid convolutions over time in a row.',
    layers: ['filter1', 'filter2', 'filter3', 'filter4'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'class-collapse', 'variable-not-training'],
    build(tf, seed) {
      const model = tf.sequential();
      for (let number = 1; number <= 7; number++)
        model.add(
          tf.layers.conv1d({
            name: `filter${number}`,
            filters: 5,
            kernelSize: 2,
            activation: 'sigmoid',
            ...(number === 1 && { inputShape: [8, 2] }),
          }),
        );
      model.add(tf.layers.globalAveragePooling1d({ name: 'pool' }));
      model.add(tf.layers.dense({ name: 'form', units: 3, activation: 'softmax' }));
      const data = beats(tf, seed, { examples: 480, length: 8 });
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), data, { epochs: 18 });
    },
  },
  {
    name: 'u-vanishing-hard-sigmoid',
    heldOut: true,
    loop: 'custom',
    mistake: 'Seven layers of hard sigmoids, whose slope is a fifth.',
    layers: ['hidden1', 'hidden2', 'hidden3', 'hidden4'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'variable-not-training'],
    build(tf, seed) {
      const model = mlp(tf, [4, 20, 20, 20, 20, 20, 20, 20, 3], { hidden: { activation: 'hardSigmoid' } });
      return custom(tf, tf.train.momentum(0.01, 0.9), model, pendulum(tf, seed), {
        steps: 320,
        loss: (x, y) => tf.losses.huberLoss(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
      });
    },
  },
  {
    name: 'u-vanishing-shut-gate',
    heldOut: true,
    loop: 'fit',
    mistake:
      'A gate starts with a bias of -10: what is before it gets no gradient, a short cut past it trains.',
    layers: ['trunk1', 'trunk2', 'gate'],
    alsoAllowed: ['saturated-activation', 'poor-initialization', 'variable-not-training', 'loss-stalled'],
    build(tf, seed) {
      const input = tf.input({ shape: [10], name: 'customer' });
      const through = (layer: tfjs.layers.Layer, ...from: tfjs.SymbolicTensor[]) =>
        layer.apply(from.length === 1 && from[0] ? from[0] : from) as tfjs.SymbolicTensor;
      const first = through(tf.layers.dense({ name: 'trunk1', units: 24, activation: 'tanh' }), input);
      const second = through(tf.layers.dense({ name: 'trunk2', units: 24, activation: 'tanh' }), first);
      const biasInitializer = tf.initializers.constant({ value: -10 });
      const gate = through(
        tf.layers.dense({ name: 'gate', units: 24, activation: 'sigmoid', biasInitializer }),
        input,
      );
      const gated = through(tf.layers.multiply({ name: 'gated' }), second, gate);
      const joined = through(tf.layers.concatenate({ name: 'joined' }), gated, input);
      const out = through(tf.layers.dense({ name: 'leaves', units: 2, activation: 'softmax' }), joined);
      const model = tf.model({ inputs: input, outputs: out });
      return fitting(classifier(model, tf.train.sgd(0.1)), churn(tf, seed), { epochs: 16 });
    },
  },
]);
