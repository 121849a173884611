import type * as tfjs from '@tensorflow/tfjs';
import { spirals } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp } from '../networks.js';
import { sick } from '../run.js';
import { friedman, rings, waveforms } from './data.js';
import { minimizing, rows } from './loops.js';

/** What the first layers do not pass on, no later layer learns from. */
const alsoAllowed = ['loss-not-improving', 'variable-not-training', 'class-collapse', 'poor-initialization'];

export const vanishingGradient = sick('vanishing-gradient', [
  {
    name: 'h-vanishing-hard-sigmoid',
    heldOut: true,
    loop: 'fit',
    mistake: 'Eight layers of hard sigmoids, each of which passes on a fifth of its gradient at most.',
    layers: ['hidden1'],
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [2, 20, 20, 20, 20, 20, 20, 20, 20, 2], {
        hidden: { activation: 'hardSigmoid' },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.adagrad(0.05)), spirals(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'h-vanishing-softmax-inside',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Softmax is the activation of every layer, not only of the last one.',
    layers: ['hidden1'],
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 24, 24, 24, 3], {
        hidden: { activation: 'softmax' },
        out: { activation: 'softmax' },
      });
      return onBatches(tf, classifier(model, tf.train.sgd(0.2)), rings(tf, seed), { steps: 300 });
    },
  },
  {
    name: 'h-vanishing-stacked-rnn',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Four recurrent layers with sigmoid states, and kernels that start small.',
    layers: ['memory1'],
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = waveforms(tf, seed);
      const model = tf.sequential();
      for (const number of [1, 2, 3, 4])
        model.add(
          tf.layers.simpleRNN({
            name: `memory${number}`,
            units: 8,
            activation: 'sigmoid',
            kernelInitializer: tf.initializers.randomNormal({ stddev: 0.1 }),
            returnSequences: number < 4,
            ...(number === 1 && { inputShape: [4, 1] }),
          }),
        );
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const short = { xs: xs.slice([0, 0, 0], [512, 4, 1]), ys };
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), short, { epochs: 16 });
    },
  },
  {
    name: 'h-vanishing-hidden-by-biases',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Kernels of six layers start at a tenth of their scale; biases of unit scale hide it on the way forward.',
    layers: ['layer1'],
    alsoAllowed,
    build(tf, seed) {
      const data = friedman(tf, seed);
      const glorot = tf.initializers.glorotUniform({ seed });
      const normal = tf.initializers.randomNormal({ stddev: 1, seed });
      const layers = Array.from({ length: 6 }, (_, at) => ({
        kernel: tf.variable(glorot.apply([at === 0 ? 8 : 20, 20]).mul(0.1)),
        bias: tf.variable(normal.apply([20])),
      }));
      const variables = {
        ...Object.fromEntries(
          layers.flatMap(({ kernel, bias }, at) => [
            [`layer${at + 1}/kernel`, kernel],
            [`layer${at + 1}/bias`, bias],
          ]),
        ),
        'out/kernel': tf.variable(glorot.apply([20, 1])),
        'out/bias': tf.variable(tf.zeros([1])),
      };
      return minimizing(tf, tf.train.momentum(0.01, 0.9), variables, {
        steps: 280,
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          const top = layers.reduce((x, { kernel, bias }) => x.matMul(kernel).add(bias).elu(), xs);
          const guess = top.matMul(variables['out/kernel']).add(variables['out/bias']);
          return tf.losses.meanSquaredError(ys, guess) as tfjs.Scalar;
        },
      });
    },
  },
]);
