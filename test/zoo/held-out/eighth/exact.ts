import type * as tfjs from '@tensorflow/tfjs';
import { digits, type Plain } from '../../data.js';
import { fitting } from '../../loops.js';
import { classifier, regressor } from '../../networks.js';
import { healthy } from '../../run.js';
import { minimizing } from '../loops.js';
import { stack } from '../part2-networks.js';
import { coin, direction, dot, made, normals, pick } from './data.js';

/** All examples in each step, down to a minimum that can be computed. */
export const exact = healthy([
  {
    name: 'e-ok-logistic-regression-to-its-minimum',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // The labels are drawn: no model gets below the entropy of the coins.
      const weights = direction(seed, 5);
      const data = made(tf, seed, 300, (random) => {
        const x = normals(random, 5);
        return [x, [coin(random, 1 / (1 + Math.exp(-2.5 * dot(weights, x) - 0.4)))]];
      });
      const model = stack(
        tf,
        tf.layers.dense({
          name: 'out',
          units: 1,
          activation: 'sigmoid',
          inputShape: [5],
          kernelRegularizer: tf.regularizers.l2({ l2: 0.004 }),
        }),
      );
      classifier(model, tf.train.sgd(1), 'binaryCrossentropy');
      return fitting(model, data, { epochs: 220, batchSize: 300 });
    },
  },
  {
    name: 'e-ok-ridge-by-hand',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      const weights = direction(seed, 6);
      const { xs, ys } = made(tf, seed, 240, (random) => {
        const x = normals(random, 6);
        return [x, [1.5 * dot(weights, x) + 0.7 + 0.4 * random.normal()]];
      });
      const slopes = tf.variable(tf.zeros([6, 1]), true, 'slopes');
      const offset = tf.variable(tf.zeros([1]), true, 'offset');
      const penalty = () => slopes.square().sum().mul(0.01).asScalar();
      const subject = minimizing(
        tf,
        tf.train.sgd(0.1),
        { slopes, offset },
        {
          steps: 260,
          loss: () => xs.matMul(slopes).add(offset).sub(ys).square().mean().add(penalty()).asScalar(),
        },
      );
      return { ...subject, penalty };
    },
  },
  {
    name: 'e-ok-momentum-swings-through',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // The steep direction is passed by momentum a few times, each time by less.
      const weights = direction(seed, 4);
      const data = made(tf, seed, 256, (random) => {
        const common = random.normal();
        const x = normals(random, 4).map((value) => 0.9 * common + 0.44 * value);
        return [x, [dot(weights, x) + 0.2 * random.normal()]];
      });
      const model = stack(tf, tf.layers.dense({ name: 'out', units: 1, inputShape: [4] }));
      return fitting(regressor(model, tf.train.momentum(0.05, 0.9)), data, { epochs: 200, batchSize: 256 });
    },
  },
  {
    name: 'e-ok-softmax-on-raw-digits',
    heldOut: true,

    loop: 'fit',
    backend: 'wasm',
    async build(tf, seed) {
      // Grey values in 0..1, most of them 0, as they come.
      const { train, test } = await digits(tf, 1200);
      const flat = ({ xs, ys }: Plain) => ({
        xs: tf.avgPool(xs as tfjs.Tensor4D, 2, 2, 'same').reshape([xs.shape[0] ?? 0, -1]),
        ys,
      });
      const order = Array.from({ length: 400 }, (_, index) => (3 * index + 397 * seed) % 1200);
      const data = flat({ xs: pick(tf, train.xs, order), ys: pick(tf, train.ys, order) });
      const model = stack(
        tf,
        tf.layers.dense({
          name: 'out',
          units: 10,
          activation: 'softmax',
          inputShape: [data.xs.shape[1] ?? 0],
          kernelInitializer: tf.initializers.randomNormal({ stddev: 0.01, seed }),
          kernelRegularizer: tf.regularizers.l2({ l2: 0.001 }),
        }),
      );
      classifier(model, tf.train.momentum(0.05, 0.9));
      return fitting(model, data, { epochs: 160, batchSize: 400, validation: flat(test) });
    },
  },
]);
