import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../../data.js';
import { custom, fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';

export const collapsed = sick('class-collapse', [
  {
    // Class weights should make up for shares of 5 : 2 : 2 and follow them instead.
    heldOut: true,
    name: 'n-collapse-weights-the-wrong-way',
    loop: 'fit',
    mistake: 'Class weights are the shares, not one over them.',
    alsoAllowed: ['loss-stalled', 'loss-not-improving'],
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 960, features: 5, spread: 0.2, shares: [5, 2, 2] });
      const model = mlp(tf, [5, 20, 3], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.003)), data, {
        epochs: 10,
        classWeight: { 0: 5 / 3, 1: 2 / 3, 2: 2 / 3 },
      });
    },
  },
  {
    // A weight for the second kind that is left from data in which it was rare.
    heldOut: true,
    name: 'n-collapse-weight-left-behind',
    loop: 'custom',
    mistake: 'Examples of one kind count 25 times, though all kinds are equally frequent.',
    alsoAllowed: ['loss-stalled', 'loss-not-improving'],
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 1280, features: 9, classes: 4, spread: 0.22 });
      const model = mlp(tf, [9, 24, 4], { hidden: { activation: 'tanh' } });
      const counts = tf.tensor1d([1, 25, 1, 1]);
      return custom(tf, tf.train.momentum(0.003, 0.9), model, data, {
        steps: 300,
        loss: (x, y) => {
          const each = tf
            .logSoftmax(model.apply(x) as tfjs.Tensor)
            .mul(y)
            .sum(1)
            .neg();
          return each.mul(y.mul(counts).sum(1)).mean() as tfjs.Scalar;
        },
      });
    },
  },
]);
