import type * as tfjs from '@tensorflow/tfjs';
import { oneHot } from '../../../data.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { byGradients, portion } from './steps.js';
import { column, ratings } from './tables.js';

export const healthyVariables = healthy([
  {
    name: 'v-ok-ratings-by-traits',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Matrix factorisation with a mild penalty, by one-hot rows.
      const { user, item, rating } = ratings(seed, { count: 3200 });
      const [users, items, ys] = [oneHot(tf, user, 40), oneHot(tf, item, 30), column(tf, rating)];
      const initial = tf.initializers.randomNormal({ stddev: 0.4, seed });
      const variables = {
        'users/traits': tf.variable(initial.apply([40, 3])),
        'items/traits': tf.variable(initial.apply([30, 3])),
        'users/bias': tf.variable(tf.zeros([40, 1])),
        'items/bias': tf.variable(tf.zeros([30, 1])),
      };
      const pairs = { xs: tf.concat([users, items], 1), ys };
      return byGradients(tf, tf.train.adam(0.02), variables, {
        steps: 320,
        loss: (step) => {
          const [x, y] = portion(pairs, step, 64);
          const [person, thing] = tf.split(x, [40, 30], 1) as [tfjs.Tensor, tfjs.Tensor];
          const match = person.matMul(variables['users/traits']).mul(thing.matMul(variables['items/traits']));
          const bias = person.matMul(variables['users/bias']).add(thing.matMul(variables['items/bias']));
          const squares = variables['users/traits']
            .square()
            .sum()
            .add(variables['items/traits'].square().sum());
          return tf.losses
            .meanSquaredError(y, match.sum(1, true).add(bias))
            .add(squares.mul(0.0003)) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-ok-mixture-of-normals',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // The negative log-likelihood of a mixture of three normal distributions, of plain variables.
      const random = new Random(seed + 21);
      const points = Float32Array.from({ length: 1920 }, (_, at) => {
        const kind = at % 3;
        return ([-1.4, 0.1, 1.3][kind] ?? 0) + (kind === 1 ? 0.1 : 0.2) * random.normal();
      });
      const noise = tf.tensor2d(random.normals(1920), [1920, 1]).mul(0.3);
      const xs = tf.tensor2d(points, [1920, 1]).add(noise);
      const variables = {
        means: tf.variable(tf.tensor1d([-2.4, 0.3, 2.2])),
        scales: tf.variable(tf.tensor1d([0.2, 0.1, 0.3])),
        shares: tf.variable(tf.tensor1d([0.1, -0.1, 0.05])),
      };
      return byGradients(tf, tf.train.adam(0.01), variables, {
        steps: 320,
        loss: (step) => {
          const [x] = portion({ xs, ys: xs }, step, 96);
          const distance = x.sub(variables.means).div(variables.scales.exp());
          const parts = distance.square().mul(-0.5).sub(variables.scales).add(variables.shares.logSoftmax());
          return parts.logSumExp(1).neg().mean().add(0.919) as tfjs.Scalar;
        },
      });
    },
  },
]);
