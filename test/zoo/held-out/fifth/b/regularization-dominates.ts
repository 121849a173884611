import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { loads } from './signals.js';
import { byGradients, fromGenerator, portion, squared } from './steps.js';
import { flowers } from './tables.js';

export const regularizationDominates = sick('regularization-dominates', [
  {
    name: 'v-penalty-of-lags',
    heldOut: true,
    loop: 'fit',
    mistake:
      'L2 penalties of 0.25, found on loads in megawatts, are kept now that the loads are standardised.',
    layers: ['lags', 'out'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.25 });
      const { xs, ys } = loads(tf, seed, { noise: 0.05 });
      const model = tf.sequential();
      model.add(tf.layers.flatten({ name: 'flat', inputShape: [10, 1] }));
      model.add(tf.layers.dense({ name: 'lags', units: 16, activation: 'tanh', kernelRegularizer }));
      model.add(tf.layers.dense({ name: 'out', units: 1, kernelRegularizer }));
      return fitting(regressor(model, tf.train.adam(0.004)), { xs, ys }, { epochs: 16 });
    },
  },
  {
    name: 'v-penalty-of-a-convolution',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'L1L2 penalties were tuned for the mean over the weights of a layer; tfjs takes the sum.',
    layers: ['conv', 'out'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const penalty = () => tf.regularizers.l1l2({ l1: 0.02, l2: 0.1 });
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'conv',
          filters: 6,
          kernelSize: 4,
          strides: 2,
          activation: 'elu',
          inputShape: [12, 1],
          kernelRegularizer: penalty(),
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 1, kernelRegularizer: penalty() }));
      const compiled = regressor(model, tf.train.rmsprop(0.005));
      const data = loads(tf, seed, { length: 12, noise: 0.05 });
      return fromGenerator(tf, compiled, data, { epochs: 16 });
    },
  },
  {
    name: 'v-penalty-by-hand',
    heldOut: true,
    loop: 'custom',
    mistake: 'A loop by hand adds the penalties of the layers, once for each of the 32 examples of a batch.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      // A score of eight measurements that a ruler could tell: their weighted sum.
      const { xs } = flowers(tf, seed, { features: 8, overlap: 0.4 });
      const { mean, variance } = tf.moments(xs.matMul(tf.linspace(1, -0.6, 8).expandDims(1)));
      const score = xs
        .matMul(tf.linspace(1, -0.6, 8).expandDims(1))
        .sub(mean)
        .div(variance.sqrt());
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.004 });
      const model = mlp(tf, [8, 16, 8, 1], {
        hidden: { activation: 'tanh', kernelRegularizer },
        out: { kernelRegularizer },
      });
      return byGradients(tf, tf.train.momentum(0.01, 0.9), model, {
        steps: 320,
        loss: (step) => {
          const error = squared(tf, model, ...portion({ xs, ys: score }, step, 32));
          const penalties = model.calculateLosses().reduce<tfjs.Tensor>((a, b) => a.add(b), tf.scalar(0));
          return error.add(penalties.mul(32)) as tfjs.Scalar;
        },
      });
    },
  },
]);
