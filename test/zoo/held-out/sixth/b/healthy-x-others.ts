import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { split } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { islands, leakySums, patients, returns, spectra, valves } from './x-data.js';
import { drawing, minimizing } from './x-loops.js';

const softmax = { activation: 'softmax' } as const;

/** Uneven steps, rare and late classes, targets that look like labels, noise. */
export const healthyOthers = healthy([
  {
    name: 'x-ok-jittery-steps',
    heldOut: true,
    loop: 'fit',
    clock: 'virtual',
    build(tf, seed) {
      const random = new Random(seed);
      const { xs, ys } = spectra(tf, seed, { examples: 1600 });
      const data = { xs: xs.reshape([-1, 24]), ys };
      const model = mlp(tf, [24, 24, 16, 4], { hidden: { activation: 'tanh' }, out: softmax });
      let [step, weather] = [0, 0];
      return fitting(classifier(model, tf.train.adam(0.003)), data, {
        epochs: 16,
        batchSize: 64,
        callbacks: {
          onBatchEnd: async () => {
            // A shared disk: now quick, now slow; twenty steps out of fifty cost more; some hang.
            weather = 0.8 * weather + 0.15 * random.normal();
            const phase = ++step % 50 < 20 ? 1.4 : 1;
            clock.advance(0.5 * phase * Math.exp(weather) * (random.uniform() < 0.02 ? 3 : 1));
          },
          onEpochEnd: async (epoch) => clock.advance(epoch % 4 === 3 ? 4 : 0),
        },
      });
    },
  },
  {
    name: 'x-ok-lengths-and-evaluations',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    build(tf, seed) {
      const random = new Random(seed);
      const { train, test } = split(leakySums(tf, seed, { examples: 900, length: 8, keep: 0.5 }), 768);
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'store', units: 10, inputShape: [null, 1] }));
      model.add(tf.layers.dense({ name: 'level', units: 1 }));
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      let step = 0;
      return minimizing(tf, tf.train.adam(0.004), model, train, {
        steps: 320,
        seed,
        loss: (x, y) => {
          // The batches are sorted into short and long ones: five of twenty are long.
          const isLong = step++ % 20 >= 15;
          clock.advance((isLong ? 1.9 : 0.8) * (0.85 + 0.3 * random.uniform()));
          return error(isLong ? x : x.slice([0, 4, 0], [-1, 4, 1]), y);
        },
        evaluate: () => {
          clock.advance(7);
          return error(test.xs, test.ys);
        },
        evaluateEvery: 50,
      });
    },
  },
  {
    name: 'x-ok-focal-one-in-six',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const data = patients(tf, seed, { examples: 2800, shares: [5, 1], distance: 2 });
      const { train, test } = split(data, 2400);
      const focal = (label: tfjs.Tensor, guess: tfjs.Tensor) => {
        const chance = label.mul(guess).sum(-1).clipByValue(1e-6, 1);
        return chance.log().neg().mul(tf.scalar(1).sub(chance)).mean() as tfjs.Scalar;
      };
      const model = mlp(tf, [10, 24, 2], { hidden: { activation: 'tanh' }, out: softmax });
      return fitting(classifier(model, tf.train.adam(0.002), focal), train, {
        epochs: 10,
        batchSize: 64,
        validation: test,
      });
    },
  },
  {
    name: 'x-ok-late-classes',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const model = mlp(tf, [3, 32, 5], { hidden: { activation: 'tanh' }, out: softmax });
      const compiled = classifier(model, tf.train.momentum(0.03, 0.9));
      return fittingDataset(tf, compiled, islands(tf, seed), { epochs: 15 });
    },
  },
  {
    name: 'x-ok-readings-of-a-plant',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(valves(tf, seed, { examples: 1400 }), 1200);
      const model = mlp(tf, [6, 32, 3], { hidden: { activation: 'elu' } });
      return fitting(regressor(model, tf.train.adam(0.005)), train, { epochs: 10, validation: test });
    },
  },
  {
    name: 'x-ok-tiny-batches',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = mlp(tf, [10, 16, 1], { hidden: { activation: 'tanh' } });
      const data = returns(tf, seed, { examples: 2400, scale: 1.3 });
      return drawing(tf, regressor(model, tf.train.sgd(0.006), tf.losses.huberLoss), data, {
        steps: 500,
        seed,
        batchSize: 6,
      });
    },
  },
]);
