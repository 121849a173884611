import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { islands, patients, pendulum, spectra } from './x-data.js';
import { applying, drawing, minimizing } from './x-loops.js';

const softmax = { activation: 'softmax' } as const;

/** Penalties that do their duty and no more. */
export const healthyPenalties = healthy([
  {
    name: 'x-ok-penalty-close-fit',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(pendulum(tf, seed), 960);
      const model = mlp(tf, [4, 32, 16, 2], {
        hidden: { activation: 'tanh', kernelRegularizer: tf.regularizers.l2({ l2: 1e-4 }) },
      });
      return fitting(regressor(model, tf.train.adam(0.006)), train, { epochs: 14, validation: test });
    },
  },
  {
    name: 'x-ok-penalty-converged',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // After a hundred steps there is not much left to learn; the penalty keeps the weights where they are.
      const kernelRegularizer = tf.regularizers.l1l2({ l1: 2e-4, l2: 1e-3 });
      const model = mlp(tf, [10, 24, 3], {
        hidden: { activation: 'elu', kernelRegularizer },
        out: { ...softmax, kernelRegularizer },
      });
      const data = patients(tf, seed, { examples: 1600, shares: [1, 1, 1], distance: 3.2 });
      return drawing(tf, classifier(model, tf.train.adam(0.004)), data, { steps: 420, seed, batchSize: 64 });
    },
  },
  {
    name: 'x-ok-penalty-by-hand',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(islands(tf, seed, { examples: 1400 }), 1200);
      const kernelRegularizer = tf.regularizers.l2({ l2: 4e-4 });
      const model = mlp(tf, [3, 32, 24, 5], { hidden: { kernelRegularizer }, out: { kernelRegularizer } });
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      return minimizing(tf, tf.train.adam(0.006), model, train, {
        steps: 400,
        seed,
        loss: (x, y) => error(x, y).add(tf.addN(model.calculateLosses())) as tfjs.Scalar,
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
  {
    name: 'x-ok-own-sparseness',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // One of the three kinds is one in six, and counts twice.
      const data = spectra(tf, seed, { examples: 1280, classes: 3, shares: [3, 1, 2], noise: 0.35 });
      const flat = { xs: data.xs.reshape([-1, 24]).sub(0.35).div(0.27), ys: data.ys };
      const model = mlp(tf, [24, 20, 3]);
      const kernels = () => model.trainableWeights.map((w) => w.read()).filter(({ rank }) => rank === 2);
      const counts = tf.tensor1d([1, 2, 1]);
      const penalty = () => tf.addN(kernels().map((kernel) => kernel.abs().sum())).mul(4e-5) as tfjs.Scalar;
      return applying(tf, tf.train.momentum(0.02, 0.9), model, flat, {
        steps: 380,
        seed,
        clip: 3,
        penalty,
        loss: (x, y) => {
          const weights = y.mul(counts).sum(1);
          const chances = tf.logSoftmax(model.apply(x) as tfjs.Tensor);
          const weighted = y.mul(chances).sum(1).neg().mul(weights).sum().div(weights.sum());
          return weighted.add(penalty()) as tfjs.Scalar;
        },
      });
    },
  },
]);
