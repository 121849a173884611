import type * as tfjs from '@tensorflow/tfjs';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp } from '../networks.js';
import { sick } from '../run.js';
import { rings, stripes, waveforms } from './data.js';
import { generated, minimizing, rows, squaredError } from './loops.js';

/** Dead units pass nothing on: what feeds only them does not move, and nothing is learned. */
const starved = ['variable-not-training', 'loss-not-improving', 'class-collapse'];

export const deadRelu = sick('dead-relu', [
  {
    name: 'h-dead-by-decibels',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Loudness in decibels, -80 to 0, meets convolution weights that all start positive.',
    layers: ['conv1'],
    alsoAllowed: [...starved, 'inputs-not-normalized'],
    build(tf, seed) {
      const { xs, ys } = waveforms(tf, seed);
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'conv1',
          filters: 12,
          kernelSize: 4,
          strides: 2,
          activation: 'relu',
          kernelInitializer: tf.initializers.randomUniform({ minval: 0, maxval: 0.2 }),
          inputShape: [16, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const loudness = xs.sub(2).mul(20).clipByValue(-80, -0.1);
      return fitting(classifier(model, tf.train.adagrad(0.01)), { xs: loudness, ys }, { epochs: 16 });
    },
  },
  {
    name: 'h-dead-by-sparsity',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The penalty that makes the code of an autoencoder sparse is a hundred times too strong: no unit survives it.',
    layers: ['code'],
    alsoAllowed: [...starved, 'regularization-dominates'],
    build(tf, seed) {
      const pixels = stripes(tf, seed, { size: 6 }).xs.reshape([-1, 36]);
      const model = tf.sequential();
      const code = tf.layers.dense({ name: 'code', units: 24, activation: 'relu', inputShape: [36] });
      model.add(code);
      model.add(tf.layers.dense({ name: 'decoder', units: 36 }));
      return minimizing(tf, tf.train.momentum(0.02, 0.9), model, {
        steps: 320,
        loss: (step) => {
          const { xs } = rows({ xs: pixels, ys: pixels }, step);
          const penalty = (code.apply(xs) as tfjs.Tensor).mean().mul(10);
          return squaredError(tf, model, { xs, ys: xs }).add(penalty) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-dead-three-quarters',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Biases are drawn from -9 to 3: three quarters of the units are below anything the pixels can lift.',
    layers: ['hidden1'],
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = stripes(tf, seed);
      const biasInitializer = tf.initializers.randomUniform({ minval: -9, maxval: 3 });
      const model = mlp(tf, [64, 64, 4], { hidden: { biasInitializer }, out: { activation: 'softmax' } });
      return onBatches(
        tf,
        classifier(model, tf.train.adamax(0.005)),
        { xs: xs.reshape([-1, 64]), ys },
        {
          steps: 280,
        },
      );
    },
  },
  {
    name: 'h-dead-behind-normalisation',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A batch normalisation shifts everything to -5 in front of a ReLU.',
    layers: ['rectified'],
    alsoAllowed: starved,
    build(tf, seed) {
      const data = rings(tf, seed);
      const model = tf.sequential();
      const betaInitializer = tf.initializers.constant({ value: -5 });
      model.add(tf.layers.dense({ name: 'hidden', units: 24, inputShape: [2] }));
      model.add(tf.layers.batchNormalization({ name: 'norm', betaInitializer }));
      model.add(tf.layers.reLU({ name: 'rectified' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      classifier(model, tf.train.rmsprop(0.002));
      return generated(tf, model, (step) => rows(data, step), { epochs: 17 });
    },
  },
]);
