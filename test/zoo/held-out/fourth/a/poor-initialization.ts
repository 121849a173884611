import type * as tfjs from '@tensorflow/tfjs';
import { custom, fitting } from '../../../loops.js';
import { classifier } from '../../../networks.js';
import { sick } from '../../../run.js';
import { gratings } from './pictures.js';
import { churn, pendulum } from './tables.js';

export const poorInitialization = sick('poor-initialization', [
  {
    name: 'u-start-loud-output',
    heldOut: true,
    loop: 'fit',
    mistake:
      'The output layer is drawn with a standard deviation of 2.5: the first loss is two to three times ln 4.',
    layers: ['direction'],
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const model = tf.sequential();
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 2.5 });
      model.add(
        tf.layers.conv2d({
          name: 'edges',
          filters: 8,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'direction', units: 4, activation: 'softmax', kernelInitializer }));
      return fitting(classifier(model, tf.train.adam(0.003)), gratings(tf, seed, { size: 8 }), {
        epochs: 18,
      });
    },
  },
  {
    name: 'u-start-averaging',
    heldOut: true,
    loop: 'custom',
    mistake: 'Layers start as averages of what they get, so that all units of a layer are the same.',
    layers: ['mix', 'score'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const variables = {
        'mix/kernel': tf.variable(tf.fill([4, 16], 1 / 4)),
        'mix/bias': tf.variable(tf.zeros([16])),
        'score/kernel': tf.variable(tf.fill([16, 3], 1 / 16)),
        'score/bias': tf.variable(tf.zeros([3])),
      };
      return custom(tf, tf.train.momentum(0.01, 0.9), variables, pendulum(tf, seed), {
        steps: 320,
        loss: (x, y) => {
          const mixed = x
            .matMul(variables['mix/kernel'] as tfjs.Tensor2D)
            .add(variables['mix/bias'])
            .elu();
          const guess = mixed.matMul(variables['score/kernel'] as tfjs.Tensor2D).add(variables['score/bias']);
          return tf.losses.absoluteDifference(y, guess) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'u-start-one-layer-off',
    heldOut: true,
    loop: 'fit',
    mistake: 'The middle one of three layers is drawn with a deviation of 0.0005, a typing error for 0.05.',
    layers: ['hidden2'],
    build(tf, seed) {
      const model = tf.sequential();
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.0005 });
      model.add(tf.layers.dense({ name: 'hidden1', units: 24, activation: 'elu', inputShape: [10] }));
      model.add(tf.layers.dense({ name: 'hidden2', units: 24, activation: 'elu', kernelInitializer }));
      model.add(tf.layers.dense({ name: 'out', units: 2, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.sgd(0.1)), churn(tf, seed), { epochs: 16 });
    },
  },
]);
