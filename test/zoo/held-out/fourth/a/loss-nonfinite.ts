import type * as tfjs from '@tensorflow/tfjs';
import { custom } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, take } from './loop.js';
import { load } from './series.js';
import { documents } from './tables.js';

/** Nothing learns any more. */
const afterwards = ['loss-not-improving', 'loss-stalled', 'variable-not-training'];

export const lossNonfinite = sick('loss-nonfinite', [
  {
    name: 'u-nan-empty-document',
    heldOut: true,
    loop: 'custom',
    mistake: 'Documents are divided by their norm inside the loss, and a few documents have no words.',
    alsoAllowed: afterwards,
    onset: 143,
    build(tf, seed) {
      const words = documents(tf, seed, { examples: 300 * 32, empty: [142 * 32 + 7, 230 * 32 + 3] });
      const model = mlp(tf, [30, 12, 30], { hidden: { activation: 'tanh' } });
      const data = { xs: words, ys: words };
      return custom(tf, tf.train.adam(0.004), model, data, {
        steps: 300,
        loss: (x, y) => {
          const direction = y.div(y.square().sum(1, true).sqrt());
          return tf.losses.meanSquaredError(direction, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'u-nan-temperature',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A contrastive loss writes its own softmax over similarities and cools its temperature until the exponential overflows.',
    alsoAllowed: afterwards,
    onset: 145,
    build(tf, seed) {
      const texts = documents(tf, seed, { examples: 640 });
      const model = mlp(tf, [30, 24, 8], { hidden: { activation: 'elu' } });
      const unit = (x: tfjs.Tensor) => {
        const y = model.apply(x) as tfjs.Tensor2D;
        return y.div(y.square().sum(1, true).add(1e-6).sqrt()) as tfjs.Tensor2D;
      };
      return byHand(tf, {
        optimizer: tf.train.adam(0.002),
        trained: model,
        steps: 280,
        loss: (step) => {
          const { x } = take({ xs: texts, ys: texts }, step);
          // Two views of a document: each forgets other words.
          const [first, second] = [unit(tf.dropout(x.sub(0.2), 0.3)), unit(tf.dropout(x.sub(0.2), 0.3))];
          const similar = first
            .matMul(second, false, true)
            .div(0.1 * 0.985 ** step)
            .exp();
          const own = similar.mul(tf.eye(32)).sum(1);
          return own.div(similar.sum(1)).log().neg().mean() as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'u-inf-percentage-error',
    heldOut: true,
    loop: 'fit',
    mistake: 'The error is divided by the true load, which is exactly zero in a power cut.',
    alsoAllowed: afterwards,
    build(tf, seed) {
      const { xs, ys } = load(tf, seed, { examples: 512, length: 10 });
      const cut = ys.mul(ys.abs().greater(0.005));
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'filter',
          filters: 8,
          kernelSize: 4,
          activation: 'tanh',
          inputShape: [10, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'next', units: 1 }));
      const percentage = (truth: tfjs.Tensor, guess: tfjs.Tensor) =>
        truth.sub(guess).div(truth).abs().mean(-1);
      model.compile({ optimizer: tf.train.rmsprop(0.002), loss: percentage });
      return {
        target: model,
        train: async () => {
          await model.fit(xs, cut, { epochs: 18, batchSize: 32, verbose: 0 });
        },
      };
    },
  },
]);
