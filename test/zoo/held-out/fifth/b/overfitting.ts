import type * as tfjs from '@tensorflow/tfjs';
import { oneHot, split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { motions, reviews } from './signals.js';
import { byGradients, fromGenerator, portion, type Symbolic, squared } from './steps.js';
import { column, ratings } from './tables.js';

export const overfitting = sick('overfitting', [
  {
    name: 'v-overfit-ratings',
    heldOut: true,
    loop: 'fit',
    mistake: 'Users and items have vectors of 16 numbers each, and there are three ratings a user.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const { user, item, rating } = ratings(seed, { users: 70, items: 25, count: 480, noise: 0.6 });
      const [users, items, ys] = [oneHot(tf, user, 70), oneHot(tf, item, 25), column(tf, rating)];
      const inputs = [tf.input({ shape: [70], name: 'user' }), tf.input({ shape: [25], name: 'item' })];
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.2 });
      const vectors = inputs.map((input, at) => {
        const name = at ? 'items' : 'users';
        return tf.layers
          .dense({ name, units: 16, useBias: false, kernelInitializer })
          .apply(input) as Symbolic;
      });
      const joined = tf.layers.concatenate({ name: 'pair' }).apply(vectors);
      const hidden = tf.layers.dense({ name: 'hidden', units: 48, activation: 'relu' }).apply(joined);
      const out = tf.layers.dense({ name: 'out', units: 1 }).apply(hidden) as Symbolic;
      const model = regressor(tf.model({ inputs, outputs: out }), tf.train.adam(0.004));
      const part = (from: number, size: number) => ({
        xs: [users.slice(from, size), items.slice(from, size)],
        ys: ys.slice(from, size),
      });
      return fitting(model, part(0, 224), { epochs: 50, validation: part(224, 200) });
    },
  },
  {
    name: 'v-overfit-bag-of-words',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A network on 250 words is trained on 128 short reviews, some of them wrongly starred.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const { xs, ys } = reviews(tf, seed, { examples: 288, words: 250, share: 0.25, wrong: 0.12 });
      const bags = tf.tidy(() => tf.oneHot(xs.toInt(), 250).sum(1).slice([0, 1]).toFloat());
      const { train, test } = split({ xs: bags, ys }, 128);
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu', inputShape: [249] }));
      model.add(tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }));
      const compiled = classifier(model, tf.train.adam(0.004), 'binaryCrossentropy');
      return fromGenerator(tf, compiled, train, { epochs: 80, validation: test });
    },
  },
  {
    name: 'v-overfit-motions-by-hand',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The amplitude of a motion is learned from 64 noisy recordings by a convolution and a wide layer.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const { xs } = motions(tf, seed, { examples: 320, length: 12, noise: 0.9 });
      const rough = xs.abs().mean([1, 2]).sub(0.95).mul(4).expandDims(1);
      const noise = motions(tf, seed + 50, { examples: 320, length: 1 }).xs.slice([0, 0, 0], [-1, 1, 1]);
      const { train, test } = split({ xs, ys: rough.add(noise.reshape([-1, 1]).mul(0.7)) }, 64);
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'conv',
          filters: 8,
          kernelSize: 4,
          strides: 2,
          activation: 'elu',
          inputShape: [12, 3],
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 24, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return byGradients(tf, tf.train.adamax(0.002), model, {
        steps: 360,
        loss: (step) => squared(tf, model, ...portion(train, step, 32)),
        measure: () => squared(tf, model, test.xs, test.ys as tfjs.Tensor),
      });
    },
  },
]);
