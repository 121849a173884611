import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../../loops.js';
import { mlp, regressor, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { gestures, halfPlanes, houses, leakySums } from './data.js';
import { drawnBatches, handWritten } from './loops.js';

export const learningRateTooLow = sick('learning-rate-too-low', [
  {
    name: 'w-low-two-millionths-gru',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Adam with a rate of 2e-6 for a GRU that learns well with 5e-3.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [4, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      const data = leakySums(tf, seed, { examples: 512, length: 4 });
      return fitting(regressor(model, tf.train.adam(2e-6)), data, { epochs: 16 });
    },
  },
  {
    name: 'w-low-decays-each-step',
    heldOut: true,
    loop: 'custom',
    mistake: 'The factor 0.9 that was meant for each epoch is applied to the learning rate at each step.',
    onset: 45,
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = gestures(tf, seed, { examples: 640, length: 8, noise: 0.9 });
      const data = { xs: xs.reshape([-1, 32]), ys };
      const model = mlp(tf, [32, 24, 16, 3], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.adam(0.004);
      return handWritten(tf, optimizer, model, {
        seed,
        steps: 340,
        data: () => data,
        before: (step) => setLearningRate(optimizer, Math.max(0.004 * 0.9 ** step, 1e-6)),
        loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x, { training: true }) as tfjs.Tensor),
      });
    },
  },
  {
    name: 'w-low-inverse-time',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'SGD with time-based decay 0.05 / (1 + 20 n), where 0.02 n was meant: one step and it is over.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      // The next reading of four channels, from the six before.
      const { xs } = gestures(tf, seed, { length: 7 });
      const before = xs.slice([0, 0, 0], [-1, 6, -1]).reshape([-1, 24]);
      const next = xs.slice([0, 6, 0], [-1, 1, -1]).reshape([-1, 4]);
      const model = mlp(tf, [24, 32, 16, 4], { hidden: { kernelInitializer: 'heNormal' } });
      const optimizer = tf.train.sgd(0.05);
      const compiled = regressor(model, optimizer);
      return drawnBatches(
        tf,
        compiled,
        { xs: before, ys: next },
        {
          seed,
          steps: 320,
          before: (step) => setLearningRate(optimizer, 0.05 / (1 + 20 * step)),
        },
      );
    },
  },
  {
    name: 'w-low-rate-of-summed-loss',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A rate of 2e-6 for plain gradient descent was kept when the loss changed from a sum to a mean.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const { xs, ys } = houses(tf, seed);
      const scaled = xs.sub([1960, 0, 0, 0, 0]).div([34.6, 1, 1, 1, 1]);
      const model = mlp(tf, [5, 24, 24, 1], {
        hidden: { activation: 'selu', kernelInitializer: 'leCunNormal' },
      });
      return fittingDataset(tf, regressor(model, tf.train.sgd(2e-6)), { xs: scaled, ys }, { epochs: 18 });
    },
  },
  {
    name: 'w-low-endless-warm-up',
    heldOut: true,
    loop: 'custom',
    mistake: 'The warm-up to 0.001 is of 200,000 steps, taken from a paper; the whole training is of 340.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const pictures = halfPlanes(tf, seed, { size: 6 }).xs;
      const model = mlp(tf, [36, 20, 6, 20, 36], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(1e-3);
      return handWritten(tf, optimizer, model, {
        seed,
        steps: 340,
        data: () => ({ xs: pictures, ys: pictures }),
        before: (step) => setLearningRate(optimizer, 1e-3 * Math.min(1, (step + 1) / 200_000)),
        loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x, { training: true }) as tfjs.Tensor),
      });
    },
  },
]);
