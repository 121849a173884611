import type * as tfjs from '@tensorflow/tfjs';
import { clusters, digits, sines, spirals, teacher } from '../../../data.js';
import { custom, fitting, onBatches } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { copyWeights, plainStep, training } from '../../eighth/loops.js';
import { stack, variablesOf } from '../../part2-networks.js';

export const highRates = sick('learning-rate-too-high', [
  {
    // Handwritten digits, the rate of plain SGD given to one with momentum.
    heldOut: true,
    name: 'n-rate-high-digits-with-momentum',
    loop: 'fit',
    mistake: 'Momentum was added and the rate left at 1, some 20 times what the network bears.',
    alsoAllowed: [
      'dead-relu',
      'loss-not-improving',
      'loss-diverging',
      'loss-oscillating',
      'loss-spike',
      'class-collapse',
      'variable-not-training',
      'vanishing-gradient',
    ],
    async build(tf, seed) {
      const { train } = await digits(tf, 640 + 32 * (seed % 3));
      const small = tf.avgPool(train.xs as tfjs.Tensor4D, 4, 4, 'same').reshape([-1, 49]);
      const model = mlp(tf, [49, 24, 16, 10], { out: { activation: 'softmax' } });
      const optimizer = tf.train.momentum(1, 0.9);
      return fitting(classifier(model, optimizer), { xs: small, ys: train.ys }, { epochs: 15 });
    },
  },
  {
    // A walk on a ring of 12 places, Q-values learnt from a copy of the network that is renewed every 25 steps.
    heldOut: true,
    name: 'n-rate-high-values-from-a-copied-network',
    loop: 'custom',
    mistake: 'The rate of RMSProp is 0.1, thirty times the usual one.',
    alsoAllowed: ['loss-oscillating', 'loss-diverging', 'loss-spike', 'loss-not-improving', 'dead-relu'],
    build(tf, seed) {
      const random = new Random(seed);
      const [online, copied] = [mlp(tf, [2, 24, 24, 2]), mlp(tf, [2, 24, 24, 2])];
      copyWeights(online, copied);
      const optimizer = tf.train.rmsprop(0.1);
      const seen = (places: number[]) =>
        tf.tensor2d(
          places.map((p) => [1.4 * Math.cos((p * Math.PI) / 6), 1.4 * Math.sin((p * Math.PI) / 6)]),
        );
      const step = (index: number) => {
        if (index % 25 === 0) copyWeights(online, copied);
        const places = Array.from({ length: 32 }, () => random.integer(12));
        const moves = places.map(() => random.integer(2));
        const next = places.map((place, at) => (place + (moves[at] ? 1 : 11)) % 12);
        const [xs, goals] = tf.tidy(() => {
          const reward = tf.tensor1d(next.map((place) => (place === 3 ? 1 : place === 8 ? -1 : 0)));
          return [seen(places), reward.add((copied.predict(seen(next)) as tfjs.Tensor).max(1).mul(0.8))];
        });
        const told = plainStep(tf, optimizer, variablesOf(online), () => {
          const chosen = (online.apply(xs) as tfjs.Tensor).mul(tf.oneHot(moves, 2)).sum(1);
          return tf.losses.meanSquaredError(goals, chosen) as tfjs.Scalar;
        });
        tf.dispose([xs, goals]);
        return told;
      };
      return training(tf, { target: optimizer, model: online }, { steps: 400, step });
    },
  },
  {
    // The length of the series grows in three stages, a curriculum.
    heldOut: true,
    name: 'n-rate-high-lengthening-series',
    loop: 'trainOnBatch',
    mistake: 'RMSProp is given 0.2, twenty times what serves a network like this.',
    alsoAllowed: [
      'loss-oscillating',
      'loss-not-improving',
      'loss-diverging',
      'saturated-activation',
      'loss-spike',
      'vanishing-gradient',
    ],
    build(tf, seed) {
      const model = regressor(
        stack(
          tf,
          tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [null as unknown as number, 1] }),
          tf.layers.dense({ name: 'out', units: 1 }),
        ),
        tf.train.rmsprop(0.2),
      );
      const stages = [3, 5, 7].map((length) =>
        sines(tf, seed + length, { examples: 1024, length, noise: 0.1 }),
      );
      const trains = stages.map((data) => onBatches(tf, model, data, { steps: 90 }));
      return {
        target: model,
        train: async () => {
          for (const { train } of trains) await train();
        },
      };
    },
  },
]);

export const lowRates = sick('learning-rate-too-low', [
  {
    // A rate for fine-tuning, on a network that starts from nothing.
    heldOut: true,
    name: 'n-rate-low-of-fine-tuning',
    loop: 'fit',
    mistake: 'Adam is given 0.00002, a fiftieth of what training from the start needs.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const model = mlp(tf, [2, 32, 24, 3], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      const data = spirals(tf, seed, { examples: 640, classes: 3 });
      return fitting(classifier(model, tf.train.adam(0.00002)), data, { epochs: 15 });
    },
  },
  {
    // Adagrad's rate shrinks by itself, and it was small to begin with.
    heldOut: true,
    name: 'n-rate-low-adagrad',
    loop: 'custom',
    mistake: 'Adagrad is given 0.0002, where it needs some fifty times that.',
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 1280, features: 10, outputs: 2, noise: 0.1 });
      const model = mlp(tf, [10, 24, 2], { hidden: { activation: 'selu' } });
      return custom(tf, tf.train.adagrad(0.0002), model, data, {
        steps: 320,
        loss: (x, y) => tf.losses.huberLoss(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
      });
    },
  },
]);

export const mismatches = sick('loss-mismatch', [
  {
    // A loop written for logits, around a network that ends in a softmax.
    heldOut: true,
    name: 'n-mismatch-softmax-twice',
    loop: 'custom',
    mistake: 'The cross-entropy of tf.losses wants logits, and gets what a softmax made of them.',
    alsoAllowed: ['loss-stalled'],
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 4], { out: { activation: 'softmax' } });
      return custom(
        tf,
        tf.train.momentum(0.05, 0.9),
        model,
        clusters(tf, seed, { examples: 960, classes: 4 }),
        {
          steps: 300,
          loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
        },
      );
    },
  },
  {
    // The labels of a hinge loss, -1 and 1, after the loss was changed.
    heldOut: true,
    name: 'n-mismatch-labels-of-a-hinge',
    loop: 'fit',
    mistake: 'Labels are -1 and 1, where the binary cross-entropy of a sigmoid wants 0 and 1.',
    alsoAllowed: ['saturated-activation'],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 640, features: 5, classes: 2, spread: 0.7 });
      const signs = tf.sub(1, ys.argMax(1).mul(2)).reshape([640, 1]);
      const model = mlp(tf, [5, 16, 1], { hidden: { activation: 'elu' }, out: { activation: 'sigmoid' } });
      const optimizer = tf.train.sgd(0.03);
      return fitting(classifier(model, optimizer, 'binaryCrossentropy'), { xs, ys: signs }, { epochs: 14 });
    },
  },
]);
