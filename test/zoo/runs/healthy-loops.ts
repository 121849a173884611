import type * as tfjs from '@tensorflow/tfjs';
import { clusters, spirals, split, teacher } from '../data.js';
import { custom, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../networks.js';
import { healthy } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Schedules and ways to write the loop. */
export const healthyLoops = healthy([
  {
    name: 'ok-warm-up',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const optimizer = tf.train.adam(1e-5);
      const model = classifier(mlp(tf, [8, 32, 32, 3], { out: softmax }), optimizer);
      return onBatches(tf, model, clusters(tf, seed), {
        steps: 320,
        before: (step) => setLearningRate(optimizer, 0.005 * Math.min(1, (step + 1) / 60)),
      });
    },
  },
  {
    name: 'ok-cosine-decay',
    heldOut: false,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 832, noise: 0.1 }), 640);
      const model = mlp(tf, [8, 32, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.momentum(0.1, 0.9);
      const error = (xs: tfjs.Tensor | tfjs.Tensor[], ys: tfjs.Tensor) =>
        tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
      return custom(tf, optimizer, model, train, {
        steps: 360,
        before: (step) => setLearningRate(optimizer, 0.05 * (1 + Math.cos((Math.PI * step) / 360))),
        loss: (x, y) => error(x, y),
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
  {
    name: 'ok-decay-to-nothing',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const optimizer = tf.train.sgd(0.2);
      const model = classifier(mlp(tf, [8, 32, 3], { out: softmax }), optimizer);
      return onBatches(tf, model, clusters(tf, seed, { spread: 0.6 }), {
        steps: 400,
        before: (step) => setLearningRate(optimizer, 0.2 * 0.97 ** step),
      });
    },
  },
  {
    name: 'ok-fit-dataset',
    heldOut: false,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(spirals(tf, seed, { examples: 640, classes: 3 }), 512);
      const model = classifier(mlp(tf, [2, 32, 32, 3], { out: softmax }), tf.train.adam(0.01));
      return fittingDataset(tf, model, train, { epochs: 20, validation: test });
    },
  },
  {
    name: 'ok-custom-classifier',
    heldOut: false,
    loop: 'custom',
    build(tf, seed) {
      const data = clusters(tf, seed);
      const model = mlp(tf, [8, 32, 16, 3]);
      return custom(tf, tf.train.adam(0.003), model, data, {
        steps: 300,
        loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
      });
    },
  },
  {
    name: 'ok-two-phases',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const data = clusters(tf, seed);
      const model = classifier(mlp(tf, [8, 32, 16, 3], { out: softmax }), tf.train.adam(0.01));
      return {
        target: model,
        train: async () => {
          await model.fit(data.xs, data.ys, { epochs: 10, verbose: 0 });
          classifier(model, tf.train.sgd(0.01));
          await model.fit(data.xs, data.ys, { epochs: 8, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'ok-custom-plain-variables',
    heldOut: false,
    loop: 'custom',
    build(tf, seed) {
      const data = teacher(tf, seed, { features: 4, noise: 0.1 });
      const variables = {
        'linear/slope': tf.variable(tf.zeros([4, 1])),
        'linear/offset': tf.variable(tf.scalar(0)),
      };
      return custom(tf, tf.train.sgd(0.05), variables, data, {
        steps: 300,
        loss: (x, y) => {
          const guess = x.matMul(variables['linear/slope']).add(variables['linear/offset']);
          return tf.losses.meanSquaredError(y, guess) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'ok-long-run',
    heldOut: false,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 4000, noise: 0.2 });
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.adam(0.002));
      return onBatches(tf, model, data, { steps: 2000 });
    },
  },
  {
    name: 'ok-penalty-told-by-a-loop',
    heldOut: false,
    loop: 'custom',
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 5e-4 });
      const model = mlp(tf, [8, 24, 12, 3], { hidden: { kernelRegularizer } });
      const penalty = () => model.calculateLosses();
      const subject = custom(tf, tf.train.momentum(0.05, 0.9), model, clusters(tf, seed), {
        steps: 300,
        loss: (x, y) =>
          tf.addN([
            tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor),
            ...penalty(),
          ]) as tfjs.Scalar,
      });
      return { ...subject, penalty };
    },
  },
]);
