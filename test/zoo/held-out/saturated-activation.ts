import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { additions, friedman, stripes, waveforms } from './data.js';
import { minimizing, rows, squaredError } from './loops.js';

/** At the rails there is hardly a gradient. */
const flat = ['vanishing-gradient', 'variable-not-training', 'loss-not-improving'];

export const saturatedActivation = sick('saturated-activation', [
  {
    name: 'h-saturated-raw-samples',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Samples of 16 bits, up to 32,767, go into tanh units as they are.',
    layers: ['conv1'],
    alsoAllowed: [...flat, 'inputs-not-normalized'],
    build(tf, seed) {
      const { xs, ys } = waveforms(tf, seed);
      const model = tf.sequential();
      const strided = { kernelSize: 4, strides: 2, activation: 'tanh' } as const;
      model.add(tf.layers.conv1d({ name: 'conv1', filters: 8, ...strided, inputShape: [16, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const samples = xs.mul(20_000).round().clipByValue(-32_767, 32_767);
      return fitting(classifier(model, tf.train.adam(0.003)), { xs: samples, ys }, { epochs: 16 });
    },
  },
  {
    name: 'h-saturated-wide-start',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The weights of two sigmoid layers start with a standard deviation of 20.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: [...flat, 'poor-initialization', 'exploding-gradient'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 20 });
      const model = mlp(tf, [8, 32, 32, 2], { hidden: { activation: 'sigmoid', kernelInitializer } });
      return onBatches(tf, regressor(model, tf.train.rmsprop(0.003)), friedman(tf, seed, { outputs: 2 }), {
        steps: 300,
      });
    },
  },
  {
    name: 'h-saturated-memory',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The kernels of a recurrent tanh layer start with a standard deviation of 10.',
    layers: ['memory'],
    alsoAllowed: [...flat, 'poor-initialization', 'exploding-gradient'],
    build(tf, seed) {
      const wide = tf.initializers.randomNormal({ stddev: 10 });
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 12,
          kernelInitializer: wide,
          recurrentInitializer: wide,
          inputShape: [5, 2],
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      const data = additions(tf, seed, { length: 5 });
      return fitting(regressor(model, tf.train.momentum(0.01, 0.9)), data, { epochs: 16 });
    },
  },
  {
    name: 'h-saturated-by-bias',
    heldOut: true,
    loop: 'custom',
    mistake: 'The biases of the code of an autoencoder start at 12, which was meant for open gates.',
    layers: ['code'],
    alsoAllowed: flat,
    build(tf, seed) {
      const pixels = stripes(tf, seed, { size: 6 }).xs.reshape([-1, 36]);
      const model = tf.sequential();
      const biasInitializer = tf.initializers.constant({ value: 12 });
      model.add(tf.layers.dense({ name: 'encoder', units: 24, activation: 'elu', inputShape: [36] }));
      model.add(tf.layers.dense({ name: 'code', units: 10, activation: 'sigmoid', biasInitializer }));
      model.add(tf.layers.dense({ name: 'decoder', units: 36 }));
      return minimizing(tf, tf.train.adagrad(0.02), model, {
        steps: 280,
        loss: (step) => squaredError(tf, model, rows({ xs: pixels, ys: pixels }, step)),
      });
    },
  },
]);
