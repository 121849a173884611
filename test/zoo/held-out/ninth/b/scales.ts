import type * as tfjs from '@tensorflow/tfjs';
import { sines, split, teacher } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { mlp, twoHeads } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { plainStep, training } from '../../eighth/loops.js';
import { minimizing, onEach, rows } from '../../loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { drawn, normals, output } from './helpers.js';

/** Losses of unusual size, sign and kind. */
export const scales = healthy([
  {
    // Errors are taken in the unit of the house, not of the network: a loss of some millions.
    name: 'n-ok-loss-in-the-millions',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 1600, noise: 0.2 });
      const model = mlp(tf, [8, 24, 12, 1]);
      return minimizing(tf, tf.train.adam(0.004), model, {
        steps: 350,
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          return output(model, xs).mul(2000).sub(ys.mul(2000)).square().mean() as tfjs.Scalar;
        },
      });
    },
  },
  {
    // The same in metres of a machine that moves by millimetres; the optimizer's epsilon is made to fit.
    name: 'n-ok-loss-of-millionths',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(sines(tf, seed, { examples: 1600, length: 8, noise: 0.1 }), 1400);
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'rnn', units: 16, inputShape: [8, 1] }),
        tf.layers.dense({ name: 'metres', units: 1 }),
      );
      const optimizer = tf.train.adam(0.004, 0.9, 0.999, 1e-13);
      const error = (xs: tfjs.Tensor, ys: tfjs.Tensor) =>
        output(model, xs).mul(1e-3).sub(ys.mul(1e-3)).square().mean() as tfjs.Scalar;
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 300,
          step: (index) => {
            const { xs, ys } = tf.tidy(() => ({ ...rows(train, index, 24) }));
            const told = plainStep(tf, optimizer, variablesOf(model), () => error(xs, ys));
            tf.dispose([xs, ys]);
            return told;
          },
          evaluate: () => ({ loss: error(test.xs, test.ys) }),
        },
      );
    },
  },
  {
    // A likelihood of a mean and a width: the loss falls through zero and goes on.
    name: 'n-ok-density-below-zero',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 1200, features: 5, noise: 0.1 });
      const model = mlp(tf, [5, 32, 16, 2], { hidden: { activation: 'tanh' } });
      const surprise = (truth: tfjs.Tensor, guess: tfjs.Tensor) => {
        const [mean, width] = tf.split(guess, 2, -1);
        if (!mean || !width) throw new Error('density: expected a mean and a width');
        return truth
          .slice([0, 0], [-1, 1])
          .sub(mean)
          .square()
          .mul(width.mul(-2).exp())
          .div(2)
          .add(width)
          .mean(-1);
      };
      model.compile({ optimizer: tf.train.adam(0.006), loss: surprise });
      // tfjs wants targets of the form of the output: the second column is not looked at.
      return fitting(model, { xs, ys: ys.tile([1, 2]) }, { epochs: 11 });
    },
  },
  {
    // Counts of rare events; the loss without its constant is negative from early on, and noisy.
    name: 'n-ok-poisson-counts',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const random = new Random(seed + 2);
      const xs = normals(tf, random, 3200, 6);
      const slopes = tf.tensor2d([0.6, -0.5, 0.4, 0.3, 0, 0], [6, 1]);
      const counts = Array.from(xs.matMul(slopes).add(1).exp().dataSync(), (rate) => {
        let [count, left] = [0, random.uniform()];
        while (left > Math.exp(-rate)) [count, left] = [count + 1, left * random.uniform()];
        return count;
      });
      const data = { xs, ys: tf.tensor2d(counts, [3200, 1]) };
      const model = mlp(tf, [6, 16, 1], { hidden: { activation: 'softplus' } });
      model.compile({
        optimizer: tf.train.rmsprop(0.003),
        loss: (truth, rate) => rate.exp().sub(truth.mul(rate)).mean(-1),
      });
      return onEach(tf, model, (step) => rows(data, step, 40), { steps: 320 });
    },
  },
  {
    // Three quantiles of skewed noise, each with a slope of its own below and above.
    name: 'n-ok-three-quantiles',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 9);
      const clean = teacher(tf, seed, { examples: 2000, features: 6 });
      const skew = tf.tensor2d(
        Array.from({ length: 2000 }, () => -0.3 * Math.log(1 - random.uniform())),
        [2000, 1],
      );
      const data = { xs: clean.xs, ys: clean.ys.add(skew) };
      const model = mlp(tf, [6, 32, 3], { hidden: { activation: 'relu' } });
      const shares = tf.tensor1d([0.1, 0.5, 0.9]);
      return minimizing(tf, tf.train.adam(0.008), model, {
        steps: 400,
        loss: () => {
          const { xs, ys } = drawn(data, random, 24);
          const off = ys.sub(output(model, xs));
          return tf.maximum(off.mul(shares), off.mul(shares.sub(1))).mean();
        },
      });
    },
  },
  {
    // Two tasks in one network; the second one's errors are in its own unit, and weighted down.
    name: 'n-ok-two-tasks-weighted',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 900, features: 7, outputs: 2, noise: 0.1 });
      const kind = ys.slice([0, 0], [900, 1]).greater(0).toFloat();
      const kinds = tf.concat([kind, tf.sub(1, kind)], 1);
      const size = ys.slice([0, 1], [900, 1]).mul(5);
      const model = twoHeads(tf, 7, [32, 16], 2);
      model.compile({
        optimizer: tf.train.adam(0.005),
        loss: [
          tf.metrics.categoricalCrossentropy,
          (truth: tfjs.Tensor, guess: tfjs.Tensor) => tf.metrics.meanSquaredError(truth, guess).mul(0.04),
        ],
      });
      return fitting(model, { xs, ys: [kinds, size] }, { epochs: 12 });
    },
  },
]);
