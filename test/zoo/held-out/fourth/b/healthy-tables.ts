import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { mlp, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { arm, customers, flats, moons, rentals } from './records.js';
import { batches, byGradients, drawn } from './steps.js';

export const healthyTables = healthy([
  {
    name: 'u-ok-prices-in-thousands',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Errors are squared thousands: the loss starts at some 80,000 and ends at the noise of 25 squared.
      const { train, test } = split(flats(tf, seed, { examples: 800 }), 640);
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'price', units: 1, inputShape: [5] }));
      model.compile({ optimizer: tf.train.sgd(0.03), loss: 'meanSquaredError', metrics: ['mae'] });
      return fitting(model, train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'u-ok-counts-of-poisson',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const likelihood = (truth: tfjs.Tensor, log: tfjs.Tensor) => log.exp().sub(truth.mul(log)).mean(-1);
      const model = mlp(tf, [5, 20, 12, 1], { hidden: { activation: 'elu' } });
      model.compile({ optimizer: tf.train.adam(0.004), loss: likelihood });
      return drawn(tf, model, rentals(tf, seed), { steps: 360, batch: 24, seed });
    },
  },
  {
    name: 'u-ok-heavy-tails-of-huber',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Every tenth error is five times as large.
      const { xs, ys } = flats(tf, seed, { examples: 760, noise: 0 });
      const random = new Random(seed + 3);
      const errors = Array.from(
        { length: 760 },
        () => (random.uniform() < 0.1 ? 1.2 : 0.25) * random.normal(),
      );
      const noisy = ys
        .sub(ys.mean())
        .div(90)
        .add(tf.tensor2d(errors, [760, 1]));
      const { train, test } = split({ xs, ys: noisy }, 600);
      const model = mlp(tf, [5, 24, 1], { hidden: { activation: 'tanh' } });
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.huberLoss(y, model.apply(x) as tfjs.Tensor, undefined, 0.6) as tfjs.Tensor;
      return byGradients(tf, tf.train.rmsprop(0.002), model, train, {
        steps: 360,
        batch: 20,
        seed,
        loss: ([x], [y]) => error(x as tfjs.Tensor, y as tfjs.Tensor),
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
  {
    name: 'u-ok-one-of-five-leaves',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      // Only 60 customers to validate on: that curve is noisy.
      const { train, test } = split(customers(tf, seed, { examples: 860, shift: -3, sharp: 2.5 }), 800);
      const model = mlp(tf, [7, 16, 8, 1], {
        hidden: { activation: 'relu' },
        out: { activation: 'sigmoid' },
      });
      model.compile({ optimizer: tf.train.adam(0.002), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(batches(tf, train, 40), {
            epochs: 16,
            verbose: 0,
            validationData: batches(tf, test, 60),
          });
        },
      };
    },
  },
  {
    name: 'u-ok-warm-up-and-cosine',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 2e-4 });
      const model = mlp(tf, [2, 28, 20, 3], {
        hidden: { activation: 'tanh', kernelRegularizer },
        out: { activation: 'softmax' },
      });
      const optimizer = tf.train.momentum(0.001, 0.9);
      model.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
      return drawn(tf, model, moons(tf, seed, { classes: 3, examples: 900 }), {
        steps: 400,
        batch: 32,
        seed,
        before: (step) => {
          const share =
            step < 30 ? (step + 1) / 30 : 0.05 + 0.475 * (1 + Math.cos((Math.PI * (step - 30)) / 370));
          setLearningRate(optimizer, 0.05 * share);
        },
      });
    },
  },
  {
    name: 'u-ok-hand-and-reach',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Where a hand is, and whether that is near the shoulder.
      const { xs, ys } = arm(tf, seed, { examples: 800 });
      const near = ys.square().sum(1, true).less(3.8).toFloat();
      const input = tf.input({ shape: [3], name: 'joints' });
      let x = input;
      for (const name of ['trunk1', 'trunk2'])
        x = tf.layers.dense({ name, units: 24, activation: 'selu' }).apply(x) as tfjs.SymbolicTensor;
      const hand = tf.layers.dense({ name: 'hand', units: 2 }).apply(x) as tfjs.SymbolicTensor;
      const reach = tf.layers
        .dense({ name: 'near', units: 1, activation: 'sigmoid' })
        .apply(x) as tfjs.SymbolicTensor;
      const model = tf.model({ inputs: input, outputs: [hand, reach] });
      model.compile({ optimizer: tf.train.adam(0.004), loss: ['meanSquaredError', 'binaryCrossentropy'] });
      const [train, test] = [split({ xs, ys }, 640), split({ xs, ys: near }, 640)];
      return fitting(
        model,
        { xs: train.train.xs, ys: [train.train.ys, test.train.ys] },
        { epochs: 18, validation: { xs: train.test.xs, ys: [train.test.ys, test.test.ys] } },
      );
    },
  },
]);
