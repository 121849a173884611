import type * as tfjs from '@tensorflow/tfjs';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { friedman, rings, stripes } from './data.js';
import { minimizing, rows } from './loops.js';

export const poorInitialization = sick('poor-initialization', [
  {
    name: 'h-start-all-alike',
    heldOut: true,
    loop: 'fit',
    mistake: 'All weights of two hidden layers start at 0.1: their units stay copies of each other.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['loss-not-improving', 'class-collapse', 'saturated-activation'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.constant({ value: 0.1 });
      const model = mlp(tf, [2, 24, 16, 3], {
        hidden: { activation: 'tanh', kernelInitializer },
        out: { activation: 'softmax', kernelInitializer },
      });
      return fitting(classifier(model, tf.train.adam(0.005)), rings(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'h-start-at-zero',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'All weights start at 0: only the last bias ever gets a gradient.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['variable-not-training', 'vanishing-gradient', 'loss-not-improving', 'dead-relu'],
    build(tf, seed) {
      const zeros = { kernelInitializer: 'zeros' } as const;
      const model = mlp(tf, [8, 24, 12, 1], { hidden: zeros, out: zeros });
      return onBatches(tf, regressor(model, tf.train.adagrad(0.03)), friedman(tf, seed), { steps: 280 });
    },
  },
  {
    name: 'h-start-unit-normal',
    heldOut: true,
    loop: 'fit',
    mistake:
      'Weights of wide layers are drawn with a standard deviation of 1: the loss starts near 10, where ln 3 is right.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 1 });
      const model = mlp(tf, [8, 64, 48, 3], {
        hidden: { kernelInitializer },
        out: { activation: 'softmax', kernelInitializer },
      });
      const { xs } = friedman(tf, seed, { features: 8 });
      const classes = xs.slice([0, 0], [512, 3]).argMax(1);
      const ys = tf.oneHot(classes.toInt(), 3).toFloat();
      return fitting(classifier(model, tf.train.adam(0.003)), { xs, ys }, { epochs: 16 });
    },
  },
  {
    name: 'h-start-far-too-small',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The weights of three convolutions and the output start with a standard deviation of 0.0005.',
    layers: ['conv1', 'conv2', 'conv3', 'out'],
    alsoAllowed: ['vanishing-gradient', 'loss-not-improving', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 5e-4 });
      const model = tf.sequential();
      const strided = {
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        activation: 'tanh',
        kernelInitializer,
      } as const;
      model.add(tf.layers.conv2d({ name: 'conv1', filters: 6, ...strided, inputShape: [8, 8, 1] }));
      model.add(tf.layers.conv2d({ name: 'conv2', filters: 8, ...strided }));
      model.add(tf.layers.conv2d({ name: 'conv3', filters: 8, ...strided }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax', kernelInitializer }));
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), stripes(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'h-start-all-ones',
    heldOut: true,
    loop: 'custom',
    mistake: 'A hand-written network fills its kernels with ones.',
    layers: ['encoder', 'code'],
    build(tf, seed) {
      const { xs } = friedman(tf, seed, { features: 10 });
      const variables = {
        'encoder/kernel': tf.variable(tf.ones([10, 16])),
        'encoder/bias': tf.variable(tf.zeros([16])),
        'code/kernel': tf.variable(tf.ones([16, 6])),
        'decoder/kernel': tf.variable(tf.initializers.glorotNormal({ seed }).apply([6, 10])),
      };
      return minimizing(tf, tf.train.momentum(0.01, 0.9), variables, {
        steps: 300,
        loss: (step) => {
          const { xs: x } = rows({ xs, ys: xs }, step);
          const encoded = x.matMul(variables['encoder/kernel']).div(4).add(variables['encoder/bias']).tanh();
          const code = encoded.matMul(variables['code/kernel']).div(8);
          return tf.losses.meanSquaredError(x, code.matMul(variables['decoder/kernel'])) as tfjs.Scalar;
        },
      });
    },
  },
]);
