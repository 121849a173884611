import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, teacher } from '../data.js';
import { batchOf, fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate, twoHeads } from '../networks.js';
import { sick } from '../run.js';

const sameMistake = ['learning-rate-too-high', 'exploding-gradient', 'loss-nonfinite', 'loss-not-improving'];

export const lossDiverging = sick('loss-diverging', [
  {
    name: 'diverging-linear-regression',
    heldOut: false,
    loop: 'fit',
    mistake: 'SGD on a linear regression, the learning rate a little above what is stable.',
    alsoAllowed: sameMistake,
    build(tf, seed) {
      const data = teacher(tf, seed, { features: 12 });
      const model = regressor(mlp(tf, [12, 1]), tf.train.sgd(0.7));
      return fitting(model, data, { epochs: 20 });
    },
  },
  {
    name: 'diverging-wrong-sign',
    heldOut: false,
    loop: 'custom',
    mistake: 'A hand-written loop applies the negative gradient to an optimizer that subtracts already.',
    alsoAllowed: sameMistake,
    build(tf, seed) {
      const data = teacher(tf, seed);
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.sgd(0.003);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const { xs, ys } = batchOf(data, step);
            const { value, grads } = tf.variableGrads(() =>
              tf.losses.meanSquaredError(ys[0] ?? data.ys, model.apply(xs) as tfjs.Tensor),
            );
            const ascent = Object.entries(grads).map(([name, gradient]) => [name, gradient.neg()]);
            optimizer.applyGradients(Object.fromEntries(ascent));
            vitals?.step({ loss: value as tfjs.Scalar });
            tf.dispose([xs, ys, value, grads, ascent.map(([, tensor]) => tensor as tfjs.Tensor)]);
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
  {
    name: 'diverging-schedule-grows',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'The learning rate is multiplied by 1.03 each step, where 0.97 was meant.',
    alsoAllowed: sameMistake,
    build(tf, seed) {
      const optimizer = tf.train.sgd(0.01);
      const model = regressor(mlp(tf, [8, 32, 16, 1], { hidden: { activation: 'tanh' } }), optimizer);
      return onBatches(tf, model, teacher(tf, seed, { noise: 0.2 }), {
        steps: 300,
        before: (step) => setLearningRate(optimizer, 0.01 * 1.03 ** step),
      });
    },
  },
  {
    name: 'diverging-momentum-autoencoder',
    heldOut: false,
    loop: 'fit',
    mistake: 'Momentum 0.99 with the learning rate that was right without momentum.',
    alsoAllowed: sameMistake,
    build(tf, seed) {
      const { xs } = blobs(tf, seed, { size: 8 });
      const pixels = xs.reshape([-1, 64]).sub(0.2).mul(3);
      const model = mlp(tf, [64, 12, 64], { hidden: { activation: 'linear' } });
      return fitting(
        regressor(model, tf.train.momentum(0.5, 0.99)),
        { xs: pixels, ys: pixels },
        { epochs: 20 },
      );
    },
  },
  {
    name: 'diverging-negative-rate',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'A sign error in the schedule makes the learning rate negative: the loss is maximised.',
    alsoAllowed: sameMistake,
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 3], { out: { activation: 'softmax' } });
      return fittingDataset(tf, classifier(model, tf.train.sgd(-0.03)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'diverging-endless-warm-up',
    heldOut: false,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'A warm-up of RMSProp that never ends: the learning rate grows by a quarter every ten steps.',
    alsoAllowed: sameMistake,
    build(tf, seed) {
      const optimizer = tf.train.rmsprop(0.001);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return onBatches(tf, regressor(model, optimizer), sines(tf, seed, { length: 8 }), {
        steps: 360,
        before: (step) => setLearningRate(optimizer, 0.001 * 1.25 ** Math.floor(step / 10)),
      });
    },
  },
  {
    name: 'diverging-two-heads',
    heldOut: false,
    loop: 'fit',
    mistake: 'Two heads, one of them on targets of scale 10: SGD 0.3 diverges.',
    alsoAllowed: [...sameMistake, 'dead-relu'],
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed);
      const model = twoHeads(tf, 8, [32, 16], 3, { activation: 'tanh' });
      model.compile({
        optimizer: tf.train.sgd(0.3),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return fitting(model, { xs, ys: [clusters(tf, seed).ys, ys.mul(10)] }, { epochs: 20 });
    },
  },
]);
