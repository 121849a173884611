import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, feeding, take } from './loop.js';
import { gratings } from './pictures.js';
import { load } from './series.js';
import { pendulum } from './tables.js';

export const learningRateTooLow = sick('learning-rate-too-low', [
  {
    name: 'u-low-rate-endless-warm-up',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A warm-up over 400,000 steps, of a run of four hundred.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const data = pendulum(tf, seed);
      const optimizer = tf.train.adam(0.002);
      const model = regressor(mlp(tf, [4, 32, 16, 3], { hidden: { activation: 'elu' } }), optimizer);
      return feeding(
        tf,
        model,
        400,
        (step) => {
          const { x, y } = take(data, step);
          return { xs: x, ys: y };
        },
        (step) => setLearningRate(optimizer, (0.002 * (step + 1)) / 4e5),
      );
    },
  },
  {
    name: 'u-low-rate-gratings',
    heldOut: true,
    loop: 'fit',
    mistake: 'Momentum 0.5 and a rate of 1e-5 on pictures.',
    // What it says at random in the beginning, it says to the end: for some seeds that is one class.
    alsoAllowed: ['loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const model = tf.sequential();
      const conv = { kernelSize: 3, strides: 2, activation: 'relu' } as const;
      model.add(tf.layers.conv2d({ name: 'edges', filters: 8, ...conv, inputShape: [8, 8, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'direction', units: 4, activation: 'softmax' }));
      const compiled = classifier(model, tf.train.momentum(1e-5, 0.5));
      return fitting(compiled, gratings(tf, seed, { examples: 640, size: 8 }), { epochs: 16 });
    },
  },
  {
    name: 'u-low-rate-unrolled',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A recurrent forecaster keeps the rate of 3e-7 of a fine-tuning recipe, but starts from scratch.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const data = load(tf, seed, { length: 10 });
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [10, 1] }));
      model.add(tf.layers.dense({ name: 'next', units: 1 }));
      return byHand(tf, {
        optimizer: tf.train.rmsprop(3e-7),
        trained: model,
        steps: 300,
        clip: 1,
        loss: (step) => {
          const { x, y } = take(data, step);
          return tf.losses.huberLoss(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);
