import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, feeding, take } from './loop.js';
import { shapes, spots } from './pictures.js';
import { reviews } from './series.js';

const consequences = ['loss-oscillating', 'loss-diverging', 'loss-not-improving', 'loss-spike'];

export const learningRateTooHigh = sick('learning-rate-too-high', [
  {
    name: 'u-high-rate-reviews',
    heldOut: true,
    loop: 'fit',
    mistake: 'RMSProp with a rate of 0.3 on an embedding and a recurrent layer.',
    alsoAllowed: [...consequences, 'saturated-activation'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 40, outputDim: 6, inputLength: 6 }));
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 8 }));
      model.add(tf.layers.dense({ name: 'mood', units: 2, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.rmsprop(0.3)), reviews(tf, seed, { length: 6 }), {
        epochs: 14,
      });
    },
  },
  {
    name: 'u-high-rate-denoiser',
    heldOut: true,
    loop: 'custom',
    mistake: 'RMSProp at 0.06, sixty times its default, on a denoising autoencoder.',
    alsoAllowed: [...consequences, 'saturated-activation', 'vanishing-gradient'],
    build(tf, seed) {
      const clean = spots(tf, seed);
      const model = mlp(tf, [64, 48, 16, 48, 64], { hidden: { activation: 'tanh' } });
      return byHand(tf, {
        optimizer: tf.train.rmsprop(0.06),
        trained: model,
        steps: 320,
        loss: (step) => {
          const { x } = take({ xs: clean, ys: clean }, step);
          const noisy = x.add(tf.randomNormal(x.shape, 0, 0.1));
          return tf.losses.meanSquaredError(x, model.apply(noisy) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'u-high-rate-after-restart',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'After a restart the rate is read as 0.1 instead of 0.003.',
    alsoAllowed: ['loss-oscillating', 'loss-diverging', 'loss-spike', 'exploding-gradient'],
    onset: 141,
    build(tf, seed) {
      const { xs, ys } = shapes(tf, seed, { examples: 640, size: 10 });
      const optimizer = tf.train.rmsprop(0.003);
      const model = tf.sequential();
      const conv = { kernelSize: 3, strides: 2, activation: 'elu' } as const;
      model.add(tf.layers.conv2d({ name: 'edges', filters: 6, ...conv, inputShape: [10, 10, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'shape', units: 4, activation: 'softmax' }));
      return feeding(
        tf,
        classifier(model, optimizer),
        320,
        (step) => {
          const { x, y } = take({ xs, ys }, step);
          return { xs: x, ys: y };
        },
        (step) => setLearningRate(optimizer, step < 140 ? 0.003 : 0.1),
      );
    },
  },
]);
