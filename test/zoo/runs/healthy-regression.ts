import type * as tfjs from '@tensorflow/tfjs';
import { blobs, split, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { healthy } from '../run.js';

/** Regressions: losses of any scale, down to zero and below it. */
export const healthyRegression = healthy([
  {
    name: 'ok-large-initial-loss',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      // House prices in thousands: the loss starts near 1e5.
      const { xs, ys } = teacher(tf, seed, { noise: 0.1 });
      const model = regressor(mlp(tf, [8, 32, 1]), tf.train.adam(0.1));
      return fitting(model, { xs, ys: ys.mul(80).add(300) }, { epochs: 24 });
    },
  },
  {
    name: 'ok-converged-to-zero',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs } = teacher(tf, seed);
      const weights = tf.tensor2d(new Random(seed).normals(8), [8, 1]);
      const model = regressor(mlp(tf, [8, 1]), tf.train.sgd(0.1));
      return fitting(model, { xs, ys: xs.matMul(weights).add(0.5) }, { epochs: 25 });
    },
  },
  {
    name: 'ok-at-a-minimum-above-zero',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      // All data in each step, and more noise than a plane can follow: the gradient is rounding from step 250 on.
      const model = regressor(mlp(tf, [8, 1]), tf.train.sgd(0.05));
      return fitting(model, teacher(tf, seed, { noise: 0.3 }), { epochs: 400, batchSize: 512 });
    },
  },
  {
    name: 'ok-converged-network',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs } = teacher(tf, seed, { features: 3 });
      const model = regressor(mlp(tf, [3, 24, 1]), tf.train.adam(0.01));
      return fitting(model, { xs, ys: xs.sum(1, true).relu() }, { epochs: 30 });
    },
  },
  {
    name: 'ok-huber',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { noise: 0.1 });
      const rare = tf.randomUniform([512, 1], 0, 1, 'float32', seed).less(0.03).toFloat();
      const huber: Parameters<typeof regressor>[2] = (truth, guess) => tf.losses.huberLoss(truth, guess);
      const model = regressor(mlp(tf, [8, 32, 1]), tf.train.adam(0.005), huber);
      return fitting(model, { xs, ys: ys.add(rare.mul(10)) }, { epochs: 20 });
    },
  },
  {
    name: 'ok-absolute-error',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.rmsprop(0.002), 'meanAbsoluteError');
      return onBatches(tf, model, teacher(tf, seed, { noise: 0.1 }), { steps: 320 });
    },
  },
  {
    name: 'ok-autoencoder',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(blobs(tf, seed, { examples: 640, size: 8, noise: 0.05 }), 512);
      const flat = ({ xs }: typeof train) => ({ xs: xs.reshape([-1, 64]), ys: xs.reshape([-1, 64]) });
      const model = regressor(mlp(tf, [64, 32, 8, 32, 64]), tf.train.adam(0.003));
      return fitting(model, flat(train), { epochs: 20, validation: flat(test) });
    },
  },
  {
    name: 'ok-noise-floor',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 1600, noise: 0.6 }), 1200);
      const model = regressor(mlp(tf, [8, 16, 1]), tf.train.adam(0.005));
      return fitting(model, train, { epochs: 8, validation: test });
    },
  },
  {
    name: 'ok-likelihood-below-zero',
    heldOut: false,
    loop: 'custom',
    build(tf, seed) {
      // Mean and log-variance of a Gaussian: the loss crosses zero and goes on falling.
      const data = teacher(tf, seed, { noise: 0.05 });
      const model = mlp(tf, [8, 32, 2], { hidden: { activation: 'tanh' } });
      return custom(tf, tf.train.adam(0.01), model, data, {
        steps: 400,
        loss: (x, y) => {
          const [mean, logVariance] = tf.split(model.apply(x) as tfjs.Tensor, 2, 1);
          if (!mean || !logVariance) throw new Error('splitting the output: expected two halves');
          const squares = mean.sub(y).square();
          return squares.mul(logVariance.neg().exp()).add(logVariance).mean().mul(0.5);
        },
      });
    },
  },
  {
    name: 'ok-variational-autoencoder',
    heldOut: false,
    loop: 'custom',
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 6, noise: 0.05 }).xs.reshape([-1, 36]);
      const encoder = mlp(tf, [36, 24, 8], { hidden: { name: 'encoder' }, out: { name: 'code' } });
      const decoder = mlp(tf, [4, 24, 36], { hidden: { name: 'decoder' }, out: { name: 'pixels' } });
      const weights = [...encoder.trainableWeights, ...decoder.trainableWeights];
      const variables = Object.fromEntries(
        weights.map((weight) => [weight.originalName, weight.read() as tfjs.Variable]),
      );
      return custom(
        tf,
        tf.train.adam(0.003),
        variables,
        { xs: pixels, ys: pixels },
        {
          steps: 360,
          loss: (x, y) => {
            const [mean, logVariance] = tf.split(encoder.apply(x) as tfjs.Tensor2D, 2, 1);
            if (!mean || !logVariance) throw new Error('splitting the code: expected two halves');
            const code = mean.add(tf.randomNormal([32, 4]).mul(logVariance.mul(0.5).exp()));
            const distance = tf
              .sub(decoder.apply(code) as tfjs.Tensor, y)
              .square()
              .sum(1);
            const prior = logVariance.exp().add(mean.square()).sub(logVariance).sub(1).sum(1).mul(0.02);
            return distance.add(prior).mean();
          },
        },
      );
    },
  },
]);
