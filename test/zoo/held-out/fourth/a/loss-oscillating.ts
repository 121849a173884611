import type * as tfjs from '@tensorflow/tfjs';
import { classifier, mlp, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, feeding, take } from './loop.js';
import { beats } from './series.js';
import { pendulum, rings } from './tables.js';

export const lossOscillating = sick('loss-oscillating', [
  {
    name: 'u-swings-gradients-never-reset',
    heldOut: true,
    loop: 'custom',
    mistake: 'Gradients are added up over the batches and never set back to zero.',
    alsoAllowed: ['learning-rate-too-high', 'loss-diverging', 'saturated-activation'],
    build(tf, seed) {
      const data = pendulum(tf, seed);
      const model = mlp(tf, [4, 16, 3], { hidden: { activation: 'tanh' } });
      let sums: tfjs.NamedTensorMap = {};
      return byHand(tf, {
        optimizer: tf.train.sgd(0.01),
        trained: model,
        steps: 340,
        loss: (step) => {
          const { x, y } = take(data, step);
          return tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
        gradients: (gradients) => {
          const added = Object.entries(gradients).map(([name, gradient]) => {
            const before = sums[name];
            return [name, tf.keep(before ? before.add(gradient) : gradient.clone())] as const;
          });
          tf.dispose(sums);
          sums = Object.fromEntries(added);
          return sums;
        },
      });
    },
  },
  {
    name: 'u-swings-two-sites',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Recordings of two sites come twelve batches at a time in turn, and one site numbers its classes in another order.',
    // To follow each turn it takes large steps, and the first turns throw it far.
    alsoAllowed: ['loss-not-improving', 'learning-rate-too-high', 'loss-diverging'],
    build(tf, seed) {
      const { xs, ys } = beats(tf, seed, { examples: 1024, length: 12 });
      const renumbered = tf.concat([ys.slice([0, 1], [-1, 2]), ys.slice([0, 0], [-1, 1])], 1);
      const model = tf.sequential();
      model.add(tf.layers.flatten({ name: 'flat', inputShape: [12, 2] }));
      model.add(tf.layers.dense({ name: 'mix', units: 10, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'form', units: 3, activation: 'softmax' }));
      return feeding(tf, classifier(model, tf.train.momentum(0.04, 0.9)), 360, (step) => {
        const { x, y } = take({ xs, ys: Math.floor(step / 12) % 2 ? renumbered : ys }, step);
        return { xs: x, ys: y };
      });
    },
  },
  {
    name: 'u-swings-cyclical-rate',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'A cyclical learning rate whose peak is thirty times too high: each cycle throws away what was learned.',
    alsoAllowed: ['learning-rate-too-high', 'saturated-activation'],
    build(tf, seed) {
      const data = rings(tf, seed);
      const optimizer = tf.train.rmsprop(0.001);
      const model = mlp(tf, [2, 32, 16, 3], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return feeding(
        tf,
        classifier(model, optimizer),
        360,
        (step) => {
          const { x, y } = take(data, step);
          return { xs: x, ys: y };
        },
        (step) => setLearningRate(optimizer, 0.001 + 0.15 * Math.abs(((step % 20) - 10) / 10)),
      );
    },
  },
]);
