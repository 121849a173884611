import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, mlp, regressor } from '../../networks.js';
import { sick } from '../../run.js';
import { mixtures, ratings, sums, textures } from './data-a.js';
import { byHand, chain, onParts, part } from './loops-a.js';

export const learningRateTooLow = sick('learning-rate-too-low', [
  {
    name: 't-low-rate-pictures',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Momentum was dropped but the rate that went with it was kept, and that was too low already.',
    alsoAllowed: ['loss-not-improving', 'variable-not-training'],
    build(tf, seed) {
      const data = textures(tf, seed, { examples: 640, noise: 0.2 });
      const model = chain(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 6,
          kernelSize: 3,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
        tf.layers.globalMaxPooling2d({}),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onParts(tf, classifier(model, tf.train.sgd(0.0003)), data, { steps: 240, size: 32 });
    },
  },
  {
    name: 't-low-rate-ratings',
    heldOut: true,
    loop: 'custom',
    mistake: 'Adagrad with the rate of Adam: the sums of squares shrink it to nothing.',
    alsoAllowed: ['loss-not-improving', 'variable-not-training'],
    build(tf, seed) {
      const data = ratings(tf, seed, { examples: 1024, users: 24, items: 20 });
      const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.6 });
      const model = chain(
        tf,
        tf.layers.embedding({
          name: 'table',
          inputDim: 44,
          outputDim: 4,
          inputLength: 2,
          embeddingsInitializer,
        }),
      );
      return byHand(tf, tf.train.adagrad(0.002), model, {
        steps: 400,
        loss(step) {
          const { xs, ys } = part(data, step, 64);
          const [user, item] = tf.unstack(model.apply(xs) as tfjs.Tensor, 1) as [tfjs.Tensor, tfjs.Tensor];
          return tf.losses.meanSquaredError(ys, user.mul(item).sum(1, true));
        },
      });
    },
  },
  {
    name: 't-low-rate-recurrent',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'RMSprop at 0.00002 on an LSTM: a slip of two zeros.',
    alsoAllowed: ['loss-not-improving', 'variable-not-training'],
    build(tf, seed) {
      const data = sums(tf, seed, { examples: 640, length: 6 });
      const model = chain(
        tf,
        tf.layers.lstm({ name: 'adder', units: 8, inputShape: [6, 1] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return fittingDataset(tf, regressor(model, tf.train.rmsprop(0.00002)), data, { epochs: 10 });
    },
  },
  {
    name: 't-low-rate-autoencoder',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Plain gradient descent at 0.003 for an autoencoder whose loss is a mean over 20 columns.',
    alsoAllowed: ['loss-not-improving', 'variable-not-training'],
    build(tf, seed) {
      const data = mixtures(tf, seed, { features: 20, rank: 4, examples: 640 });
      const model = mlp(tf, [20, 12, 6, 12, 20], { hidden: { activation: 'tanh' } });
      return fitting(regressor(model, tf.train.sgd(0.003)), data, { epochs: 16 });
    },
  },
]);
