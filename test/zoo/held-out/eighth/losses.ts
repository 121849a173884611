import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, split } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, cnn, mlp, regressor, twoHeads } from '../../networks.js';
import { healthy } from '../../run.js';
import { generated, rows } from '../loops.js';
import { stack } from '../part2-networks.js';
import { direction, dot, made, normals, poisson } from './data.js';

/** Losses that begin, end or move elsewhere than those of the usual examples. */
export const losses = healthy([
  {
    name: 'e-ok-counts',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // A Poisson likelihood without its constant: below 0 from early on.
      const weights = direction(seed, 6);
      const data = made(tf, seed, 960, (random) => {
        const x = normals(random, 6);
        return [x, [poisson(random, Math.exp(0.9 + 0.6 * Math.tanh(1.5 * dot(weights, x))))]];
      });
      const { train, test } = split(data, 720);
      const model = mlp(tf, [6, 12, 1], { hidden: { activation: 'tanh' } });
      regressor(model, tf.train.adam(0.005), (truth: tfjs.Tensor, log: tfjs.Tensor) =>
        log.exp().sub(truth.mul(log)).mean(),
      );
      return fitting(model, train, { epochs: 12, validation: test });
    },
  },
  {
    name: 'e-ok-ten-rare-labels',
    heldOut: true,

    loop: 'fitDataset',
    build(tf, seed) {
      // Each label is true of one example in twenty.
      const weights = Array.from({ length: 10 }, (_, label) => direction(seed + 17 * label, 12));
      const data = made(tf, seed, 960, (random) => {
        const x = normals(random, 12);
        return [x, weights.map((weight) => Number(dot(weight, x) + 0.1 * random.normal() > 1.65))];
      });
      const { train, test } = split(data, 720);
      const model = mlp(tf, [12, 24, 10], {
        hidden: { activation: 'elu' },
        out: { activation: 'sigmoid', biasInitializer: tf.initializers.constant({ value: -2.9 }) },
      });
      regressor(model, tf.train.adam(0.006), 'binaryCrossentropy');
      return fittingDataset(tf, model, train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'e-ok-five-grades-in-order',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // One score and four thresholds: each output says whether the grade is higher.
      const weights = direction(seed, 6);
      const data = made(tf, seed, 640, (random) => {
        const x = normals(random, 6);
        const score = Math.sinh(dot(weights, x)) + 0.3 * random.normal();
        return [x, [-1.2, -0.4, 0.4, 1.2].map((threshold) => Number(score > threshold))];
      });
      const model = stack(
        tf,
        tf.layers.dense({ name: 'hidden', units: 12, activation: 'tanh', inputShape: [6] }),
        tf.layers.dense({ name: 'score', units: 1, useBias: false }),
        tf.layers.dense({
          name: 'grades',
          units: 4,
          activation: 'sigmoid',
          kernelInitializer: 'ones',
          kernelConstraint: tf.constraints.nonNeg(),
        }),
      );
      regressor(model, tf.train.adam(0.015), 'binaryCrossentropy');
      return fitting(model, data, { epochs: 16 });
    },
  },
  {
    name: 'e-ok-focal',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Easy examples hardly count: the loss is small from the first step, and the gradients with it.
      const weights = direction(seed, 8);
      const data = made(tf, seed, 960, (random) => {
        const x = normals(random, 8);
        return [x, [Number(dot(weights, x) + 0.15 * random.normal() > 1.2)]];
      });
      const model = mlp(tf, [8, 16, 1], { hidden: { activation: 'elu' }, out: { activation: 'sigmoid' } });
      classifier(model, tf.train.adam(0.01), (truth: tfjs.Tensor, guess: tfjs.Tensor) => {
        const right = truth.mul(guess).add(tf.sub(1, truth).mul(tf.sub(1, guess)));
        const weight = truth.mul(0.5).add(0.25);
        return tf.sub(1, right).square().mul(right.add(1e-7).log()).mul(weight).mean().neg();
      });
      return fitting(model, data, { epochs: 12 });
    },
  },
  {
    name: 'e-ok-smoothed-labels',
    heldOut: true,

    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      // A tenth of each label is given to all classes: no loss goes below their entropy.
      const { train, test } = split(blobs(tf, seed, { examples: 640 }), 512);
      const data = { xs: train.xs, ys: train.ys.mul(0.9).add(0.025) };
      const validation = { xs: test.xs, ys: test.ys.mul(0.9).add(0.025) };
      const model = cnn(tf, [10, 10, 1], [8, 12], 4);
      return fitting(classifier(model, tf.train.adam(0.003)), data, { epochs: 12, validation });
    },
  },
  {
    name: 'e-ok-mixed-up-examples',
    heldOut: true,

    loop: 'fitDataset',
    build(tf, seed) {
      const data = clusters(tf, seed, { classes: 3, features: 8, spread: 1.5, examples: 640 });
      const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.adam(0.006));
      return generated(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          const share = tf.randomUniform([32, 1], 0, 0.5);
          const mix = (whole: tfjs.Tensor) => whole.sub(share.mul(whole.sub(whole.reverse(0))));
          return { xs: mix(xs), ys: mix(ys) };
        },
        { epochs: 16, batches: 20 },
      );
    },
  },
  {
    name: 'e-ok-heavy-tails-under-huber',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Now and then a target is ten deviations away; the loss jumps where it is in the batch.
      const weights = direction(seed, 6);
      const data = made(tf, seed, 960, (random) => {
        const x = normals(random, 6);
        const noise = random.normal() / Math.sqrt(0.02 + random.uniform());
        return [x, [Math.tanh(dot(weights, x)) + (x[0] ?? 0) + 0.25 * noise]];
      });
      const { train, test } = split(data, 720);
      const model = mlp(tf, [6, 16, 1], { hidden: { activation: 'elu' } });
      regressor(model, tf.train.adam(0.008), (truth: tfjs.Tensor, guess: tfjs.Tensor) =>
        tf.losses.huberLoss(truth, guess),
      );
      return fitting(model, train, { epochs: 12, validation: test });
    },
  },
  {
    name: 'e-ok-a-large-and-a-small-task',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // The error of the size begins at about forty times the error of the kind; both are learned.
      const weights = direction(seed, 8);
      const { xs, ys } = clusters(tf, seed, { examples: 640, features: 8, classes: 3, spread: 1.4 });
      const sizes = tf.tidy(() =>
        xs
          .matMul(tf.tensor2d(weights, [8, 1]))
          .mul(7)
          .add(tf.randomNormal([640, 1])),
      );
      const model = twoHeads(tf, 8, [32, 16], 3, { activation: 'elu' });
      model.compile({
        optimizer: tf.train.adam(0.004),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return fitting(model, { xs, ys: [ys, sizes] }, { epochs: 18 });
    },
  },
]);
