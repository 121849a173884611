import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { byGradients, fromGenerator, portion, squared } from './steps.js';
import { calls, churn, flowers, friedman } from './tables.js';

export const healthyTables = healthy([
  {
    name: 'v-ok-prices-in-thousands',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Prices of 240 give or take 60 thousand; the bias of the output starts at their mean.
      const { xs, ys } = friedman(tf, seed, { examples: 840, noise: 0.25 });
      const { train, test } = split({ xs, ys: ys.mul(60).add(240) }, 640);
      const biasInitializer = tf.initializers.constant({ value: 240 });
      const model = mlp(tf, [10, 32, 1], { hidden: { activation: 'elu' }, out: { biasInitializer } });
      return fitting(regressor(model, tf.train.adam(0.05), 'meanSquaredError'), train, {
        epochs: 18,
        validation: test,
      });
    },
  },
  {
    name: 'v-ok-poisson-counts',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // The output is the logarithm of the rate; the loss may be below zero.
      const poisson = (count: tfjs.Tensor, log: tfjs.Tensor) => log.exp().sub(count.mul(log)).mean(-1);
      const { train, test } = split(calls(tf, seed, { examples: 1100 }), 800);
      const model = mlp(tf, [6, 12, 1], { hidden: { activation: 'tanh' } });
      return fitting(regressor(model, tf.train.adam(0.005), poisson), train, {
        epochs: 14,
        validation: test,
      });
    },
  },
  {
    name: 'v-ok-heavy-tails-huber',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Noise of Student's t with two degrees of freedom: some targets are far out, the loss does not mind.
      const random = new Random(seed + 3);
      const { xs, ys } = friedman(tf, seed, { examples: 2400, noise: 0 });
      const noise = Float32Array.from({ length: 2400 }, () => {
        const spread = Math.sqrt((random.normal() ** 2 + random.normal() ** 2) / 2);
        return (0.3 * random.normal()) / Math.max(0.03, spread);
      });
      const data = { xs, ys: ys.add(tf.tensor2d(noise, [2400, 1])) };
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'relu', kernelInitializer: 'heUniform' } });
      return byGradients(tf, tf.train.momentum(0.01, 0.9), model, {
        steps: 360,
        loss: (step) => {
          const [x, y] = portion(data, step, 24);
          return tf.losses.huberLoss(y, model.apply(x) as tfjs.Tensor);
        },
      });
    },
  },
  {
    name: 'v-ok-churn-four-to-one',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const data = churn(tf, seed, { examples: 1100, tendency: -1, sharpness: 3 });
      const { train, test } = split(data, 800);
      const model = mlp(tf, [7, 16, 1], { hidden: { activation: 'swish' }, out: { activation: 'sigmoid' } });
      const compiled = classifier(model, tf.train.rmsprop(0.003), 'binaryCrossentropy');
      return fromGenerator(tf, compiled, train, { epochs: 14, validation: test });
    },
  },
  {
    name: 'v-ok-validation-of-thirty',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Thirty-two examples to validate on: the numbers jump, the network is fine.
      const { train, test } = split(flowers(tf, seed, { examples: 832, overlap: 0.8 }), 800);
      const model = mlp(tf, [6, 12, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.0025)), train, { epochs: 13, validation: test });
    },
  },
  {
    name: 'v-ok-elastic-net',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l1l2({ l1: 0.001, l2: 0.001 });
      const model = mlp(tf, [10, 1], { out: { kernelRegularizer } });
      const data = friedman(tf, seed, { examples: 1280, noise: 0.3 });
      return onBatches(tf, regressor(model, tf.train.adagrad(0.1)), data, { steps: 300 });
    },
  },
  {
    name: 'v-ok-batches-of-six',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Noisy steps, and a rate that falls with the root of the steps.
      const data = flowers(tf, seed, { examples: 2700, kinds: 4, overlap: 0.7 });
      const model = mlp(tf, [6, 20, 4], { hidden: { activation: 'selu', kernelInitializer: 'leCunNormal' } });
      const optimizer = tf.train.sgd(0.1);
      return byGradients(tf, optimizer, model, {
        steps: 450,
        loss: (step) => {
          const [x, y] = portion(data, step, 6);
          return tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor);
        },
        after: (step) => setLearningRate(optimizer, 0.1 / Math.sqrt(1 + step / 40)),
      });
    },
  },
  {
    name: 'v-ok-penalty-in-a-loop',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(friedman(tf, seed, { examples: 900, noise: 0.3 }), 640);
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.0005 });
      const model = mlp(tf, [10, 24, 12, 1], { hidden: { activation: 'tanh', kernelRegularizer } });
      return byGradients(tf, tf.train.adamax(0.008), model, {
        steps: 330,
        loss: (step) =>
          model
            .calculateLosses()
            .reduce<tfjs.Tensor>(
              (sum, penalty) => sum.add(penalty),
              squared(tf, model, ...portion(train, step, 32)),
            ) as tfjs.Scalar,
        measure: () => squared(tf, model, test.xs, test.ys),
      });
    },
  },
]);
