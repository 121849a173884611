import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { mlp, regressor, setLearningRate } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { byHand, take } from './loop.js';
import { churn, pendulum, visits } from './tables.js';

/** A schedule, and losses that are noisy, negative or seldom differentiable. */
export const healthyOdd = healthy([
  {
    name: 'u-ok-one-cycle',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(pendulum(tf, seed, { examples: 800 }), 640);
      const optimizer = tf.train.momentum(0.005, 0.9);
      const model = regressor(mlp(tf, [4, 40, 3], { hidden: { activation: 'tanh' } }), optimizer);
      let step = 0;
      return {
        target: model,
        train: async () => {
          await model.fit(train.xs, train.ys, {
            epochs: 16,
            batchSize: 32,
            verbose: 0,
            validationData: [test.xs, test.ys],
            callbacks: {
              onBatchBegin: async () => {
                setLearningRate(optimizer, 0.0005 + 0.02 * Math.max(0, 1 - Math.abs(step++ - 100) / 220));
              },
            },
          });
        },
      };
    },
  },
  {
    name: 'u-ok-poisson-visits',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const data = visits(tf, seed, { examples: 1600 });
      const model = mlp(tf, [6, 24, 1], { hidden: { activation: 'softplus' } });
      return byHand(tf, {
        optimizer: tf.train.adam(0.004),
        trained: model,
        steps: 400,
        loss: (step) => {
          const { x, y } = take(data, step, 16);
          const log = model.apply(x) as tfjs.Tensor;
          return log.exp().sub(y.mul(log)).mean() as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'u-ok-hinge-tiny-batches',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const data = churn(tf, seed, { examples: 3200, noise: 0.3 });
      const model = mlp(tf, [10, 24, 1], { hidden: { activation: 'relu' } });
      return byHand(tf, {
        optimizer: tf.train.momentum(0.004, 0.9),
        trained: model,
        steps: 400,
        loss: (step) => {
          const { x, y } = take(data, step, 8);
          const side = y.slice([0, 1], [-1, 1]).mul(2).sub(1);
          return tf
            .sub(1, side.mul(model.apply(x) as tfjs.Tensor))
            .relu()
            .mean() as tfjs.Scalar;
        },
      });
    },
  },
]);
