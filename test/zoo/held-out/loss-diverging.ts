import type * as tfjs from '@tensorflow/tfjs';
import { fitting, onBatches } from '../loops.js';
import { mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { friedman, waveforms } from './data.js';
import { generated, minimizing, rows, squaredError } from './loops.js';

/** A loss that grows without end takes gradients and weights along. */
const along = ['learning-rate-too-high', 'exploding-gradient', 'loss-nonfinite', 'loss-not-improving'];

export const lossDiverging = sick('loss-diverging', [
  {
    name: 'h-diverging-weight-growth',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Weight decay by hand with the wrong sign: all kernels grow by 3 % each step.',
    alsoAllowed: along,
    build(tf, seed) {
      const model = regressor(mlp(tf, [8, 24, 24, 1]), tf.train.adagrad(0.02));
      return onBatches(tf, model, friedman(tf, seed), {
        steps: 280,
        before: () => {
          for (const layer of model.layers) {
            const [kernel, bias] = layer.getWeights();
            if (!kernel || !bias) continue;
            tf.tidy(() => layer.setWeights([kernel.mul(1.03), bias]));
          }
        },
      });
    },
  },
  {
    name: 'h-diverging-bootstrapped',
    heldOut: true,
    loop: 'custom',
    mistake: "Values are learned from the next state's values with a discount of 1.2, where 0.8 was meant.",
    alsoAllowed: along,
    build(tf, seed) {
      const data = friedman(tf, seed, { features: 6 });
      const model = mlp(tf, [6, 32, 1], { hidden: { activation: 'selu' } });
      let next: tfjs.Tensor = tf.zeros([32, 1]);
      return minimizing(tf, tf.train.momentum(0.002, 0.5), model, {
        steps: 360,
        before: (step) => {
          next.dispose();
          next = tf.tidy(() => model.predict(rows(data, step + 1).xs) as tfjs.Tensor);
        },
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          return squaredError(tf, model, { xs, ys: ys.add(1).add(next.mul(1.2)) });
        },
      });
    },
  },
  {
    name: 'h-diverging-running-total',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The target is a counter that only ever grows and was not differenced.',
    alsoAllowed: along,
    build(tf, seed) {
      const data = friedman(tf, seed, { noise: 0.2 });
      const model = regressor(mlp(tf, [8, 16, 1], { hidden: { activation: 'tanh' } }), tf.train.adam(0.002));
      return generated(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          return { xs, ys: ys.add(5e-4 * step ** 2) };
        },
        { epochs: 18 },
      );
    },
  },
  {
    name: 'h-diverging-nesterov-signals',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake:
      'Nesterov momentum of 0.95 with the rate that was right for plain SGD, on convolutions over time.',
    alsoAllowed: [...along, 'saturated-activation'],
    build(tf, seed) {
      const { xs } = waveforms(tf, seed);
      const model = tf.sequential();
      const strided = { kernelSize: 4, strides: 2, activation: 'tanh' } as const;
      model.add(tf.layers.conv1d({ name: 'conv1', filters: 8, ...strided, inputShape: [15, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      const data = {
        xs: xs.slice([0, 0, 0], [512, 15, 1]),
        ys: xs.slice([0, 15, 0], [512, 1, 1]).reshape([-1, 1]),
      };
      return fitting(regressor(model, tf.train.momentum(0.2, 0.95, true)), data, { epochs: 20 });
    },
  },
]);
