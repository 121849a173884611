import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { ballots, flats, strokes } from './data.js';
import { applying, batchByBatch, shuffledBatches } from './loops.js';

export const learningRateTooLow = sick('learning-rate-too-low', [
  {
    name: 'v-slow-adadelta',
    heldOut: true,
    loop: 'fit',
    mistake: 'Adadelta, which needs a rate of about 1, gets the 0.0001 that was found for Adam.',
    alsoAllowed: ['loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const { xs, ys } = strokes(tf, seed);
      const model = mlp(tf, [81, 32, 16, 4], { out: { activation: 'softmax' } });
      const data = { xs: xs.reshape([-1, 81]), ys };
      return fitting(classifier(model, tf.train.adadelta(0.0001)), data, { epochs: 16 });
    },
  },
  {
    name: 'v-slow-decay-by-step',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A decay of 10 % that was meant for each epoch is applied at each step.',
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'variable-not-training'],
    onset: 50,
    build(tf, seed) {
      const optimizer = tf.train.adam(0.004);
      const model = tf.sequential();
      model.add(tf.layers.flatten({ name: 'letters', inputShape: [9, 3] }));
      model.add(tf.layers.dense({ name: 'hidden', units: 24, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      classifier(model, optimizer);
      return batchByBatch(tf, model, {
        steps: 340,
        before: (step) => setLearningRate(optimizer, 0.004 * 0.9 ** (step - 1)),
        batch: shuffledBatches(tf, seed, ballots(tf, seed), 32),
      });
    },
  },
  {
    name: 'v-slow-mean-of-means',
    heldOut: true,
    loop: 'custom',
    mistake: 'A hand-written loop divides the gradient of a mean once more by the number of all examples.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const model = mlp(tf, [10, 32, 16, 1], { hidden: { activation: 'tanh' } });
      const next = shuffledBatches(tf, seed, flats(tf, seed), 32);
      return applying(tf, tf.train.momentum(0.001, 0.9), model, {
        steps: 340,
        cost: (step) => {
          const { x, y } = next(step);
          return tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
        change: (gradient) => gradient.div(960),
      });
    },
  },
]);
