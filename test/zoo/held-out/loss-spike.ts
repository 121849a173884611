import type * as tfjs from '@tensorflow/tfjs';
import { spirals } from '../data.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { additions, friedman, stripes } from './data.js';
import { generated, minimizing, onEach, rows } from './loops.js';

export const lossSpike = sick('loss-spike', [
  {
    name: 'h-spike-wrong-unit',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The targets of one batch, at step 200, are in another unit.',
    build(tf, seed) {
      const data = friedman(tf, seed, { noise: 0.1 });
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.adam(0.003));
      return onEach(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          return { xs, ys: step === 200 ? ys.mul(25) : ys };
        },
        { steps: 340 },
      );
    },
  },
  {
    name: 'h-spike-swapped-labels',
    heldOut: true,
    loop: 'custom',
    mistake: 'Two batches, at steps 260 and 261, have their labels swapped.',
    build(tf, seed) {
      const data = spirals(tf, seed, { noise: 0.05 });
      const model = mlp(tf, [2, 32, 32, 2], { hidden: { activation: 'tanh' } });
      return minimizing(tf, tf.train.adamax(0.01), model, {
        steps: 400,
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          const labels = step === 260 || step === 261 ? ys.reverse(1) : ys;
          return tf.losses.softmaxCrossEntropy(labels, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-spike-garbled-images',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake:
      'One file of the stream, at step 180, was decoded in the wrong byte order: noise under true labels.',
    build(tf, seed) {
      const data = stripes(tf, seed);
      const model = classifier(cnn(tf, [8, 8, 1], [8, 16], 4), tf.train.rmsprop(0.003));
      return generated(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          return { xs: step === 180 ? tf.randomUniform(xs.shape, 0, 1, 'float32', seed) : xs, ys };
        },
        { epochs: 19 },
      );
    },
  },
  {
    name: 'h-spike-stuck-sensor',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'The sensor that gives the targets is stuck at its maximum for one batch, at step 210.',
    build(tf, seed) {
      const data = additions(tf, seed, { length: 4 });
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [4, 2] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      const huber: Parameters<typeof regressor>[2] = (truth, guess) => tf.losses.huberLoss(truth, guess);
      regressor(model, tf.train.adam(0.01), huber);
      return onEach(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          return { xs, ys: step === 210 ? tf.fill(ys.shape, 8) : ys };
        },
        { steps: 310 },
      );
    },
  },
]);
