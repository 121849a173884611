import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, cnn, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { stack } from '../../part2-networks.js';
import { applying, drawing } from '../../sixth/b/x-loops.js';
import { drawings, tanks } from './data.js';

export const regularizationDominates = sick('regularization-dominates', [
  {
    name: 'z-penalty-half-on-convolutions',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'An L2 penalty of 0.5 on the convolutions: the 5e-4 of the paper lost its exponent.',
    layers: ['conv1', 'conv2'],
    alsoAllowed: ['class-collapse', 'loss-not-improving', 'loss-stalled', 'vanishing-gradient'],
    build(tf, seed) {
      const model = cnn(tf, [9, 9, 1], [8, 12], 4, {
        conv: { kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }) },
      });
      return fitting(classifier(model, tf.train.adamax(0.004)), drawings(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'z-penalty-l1-on-a-filter',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'L1 penalties of 0.3 on all kernels, taken over from a model of one layer and ten weights.',
    layers: ['filter', 'mixed'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'vanishing-gradient'],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l1({ l1: 0.3 });
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'filter',
          filters: 12,
          kernelSize: 3,
          activation: 'tanh',
          inputShape: [6, 2],
          kernelRegularizer,
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'mixed', units: 12, activation: 'tanh', kernelRegularizer }),
        tf.layers.dense({ name: 'level', units: 1 }),
      );
      return drawing(tf, regressor(model, tf.train.rmsprop(0.004)), tanks(tf, seed), { steps: 320, seed });
    },
  },
  {
    name: 'z-penalty-all-tastes-each-step',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Each step adds the squares of the tastes of all users and items, though a batch holds but a few.',
    layers: ['users', 'items'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'loss-diverging'],
    build(tf, seed) {
      const [users, items, rank] = [40, 30, 4];
      const random = new Random(seed + 769);
      const tastes = Array.from({ length: users }, () => [random.normal(), random.normal()]);
      const traits = Array.from({ length: items }, () => [random.normal(), random.normal()]);
      const rows = Array.from({ length: 1200 }, () => [random.integer(users), random.integer(items)]);
      const ratings = rows.map(([user = 0, item = 0]) => {
        const [[a = 0, b = 0], [c = 0, d = 0]] = [tastes[user] ?? [], traits[item] ?? []];
        return [(a * c + b * d) / Math.SQRT2 + 0.2 * random.normal()];
      });
      const variables = {
        'users/tastes': tf.variable(tf.randomNormal([users, rank], 0, 0.5)),
        'items/traits': tf.variable(tf.randomNormal([items, rank], 0, 0.5)),
      };
      const penalty = () =>
        tf
          .add(variables['users/tastes'].square().sum(), variables['items/traits'].square().sum())
          .mul(0.05) as tfjs.Scalar;
      const chosen = (x: tfjs.Tensor, column: number, size: number) =>
        tf.oneHot(x.slice([0, column], [-1, 1]).flatten().toInt(), size).toFloat();
      return applying(
        tf,
        tf.train.momentum(0.06, 0.9),
        variables,
        { xs: tf.tensor2d(rows), ys: tf.tensor2d(ratings) },
        {
          steps: 360,
          seed,
          batchSize: 48,
          penalty,
          loss: (x, y) => {
            const user = chosen(x, 0, users).matMul(variables['users/tastes']);
            const item = chosen(x, 1, items).matMul(variables['items/traits']);
            const error = tf.losses.meanSquaredError(y, user.mul(item).sum(1, true)) as tfjs.Scalar;
            return error.add(penalty()) as tfjs.Scalar;
          },
        },
      );
    },
  },
]);
