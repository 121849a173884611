import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../data.js';
import { fitting, fittingDataset } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../networks.js';
import { sick } from '../run.js';
import { friedman, glyphs, moons, swings } from './part2-data.js';

export const overtraining = sick('overtraining', [
  {
    name: 'h-overtrain-after-the-schedule',
    heldOut: true,
    loop: 'fit',
    mistake: 'The rate decays to 0 within 8 epochs; the run goes on for 20 more and changes nothing.',
    alsoAllowed: ['variable-not-training', 'learning-rate-too-low', 'overfitting'],
    build(tf, seed) {
      const { train, test } = split(moons(tf, seed, { examples: 560, noise: 0.25 }), 384);
      const optimizer = tf.train.sgd(0.3);
      const model = classifier(
        mlp(tf, [2, 24, 16, 2], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        optimizer,
      );
      return fitting(model, train, {
        epochs: 28,
        validation: test,
        callbacks: {
          onEpochBegin: async (epoch) => setLearningRate(optimizer, 0.3 * Math.max(0, 1 - epoch / 8)),
        },
      });
    },
  },
  {
    name: 'h-overtrain-moons',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Sixty epochs where ten were enough: the boundary bends around single examples.',
    alsoAllowed: ['overfitting'],
    build(tf, seed) {
      const { train, test } = split(moons(tf, seed, { examples: 496, noise: 0.4 }), 160);
      const model = classifier(
        mlp(tf, [2, 48, 32, 2], { out: { activation: 'softmax' } }),
        tf.train.momentum(0.1, 0.9),
      );
      return fittingDataset(tf, model, train, { epochs: 60, validation: test });
    },
  },
  {
    name: 'h-overtrain-forecast',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A GRU has learned the swing after some epochs and goes on to learn its noise.',
    alsoAllowed: ['overfitting'],
    build(tf, seed) {
      const { train, test } = split(swings(tf, seed, { examples: 256, length: 6, noise: 0.35 }), 96);
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 16, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.adam(0.03)), train, { epochs: 75, validation: test });
    },
  },
  {
    name: 'h-overtrain-denoiser',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A denoiser sees the same noise on 64 images each round, long after it has stopped to help others.',
    alsoAllowed: ['overfitting'],
    build(tf, seed) {
      const clean = glyphs(tf, seed, { examples: 264, size: 6 });
      const noisy = clean.add(tf.randomNormal([264, 36], 0, 0.4, 'float32', seed));
      const { train, test } = split({ xs: noisy, ys: clean }, 64);
      const model = mlp(tf, [36, 96, 36], { out: { activation: 'sigmoid' } });
      const optimizer = tf.train.adam(0.005);
      const weights = model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
      const error = ({ xs, ys }: typeof train) =>
        tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
      const halves = [split(train, 32).train, split(train, 32).test];
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            const half = halves[step % 2];
            if (!half) throw new Error('training: expected a batch, found none');
            const loss = optimizer.minimize(() => error(half), true, weights);
            if (loss) vitals?.step({ loss });
            loss?.dispose();
            if (step % 10 === 9) {
              const valid = tf.tidy(() => error(test));
              vitals?.evaluation({ loss: valid });
              valid.dispose();
              await new Promise((resolve) => setImmediate(resolve));
            }
          }
        },
      };
    },
  },
  {
    name: 'h-overtrain-friedman',
    heldOut: true,
    loop: 'fit',
    mistake:
      'A hundred epochs on 80 examples with irrelevant columns: nothing is gained after the first twenty.',
    alsoAllowed: ['overfitting'],
    build(tf, seed) {
      const { train, test } = split(friedman(tf, seed, { examples: 380, noise: 0.8, features: 16 }), 80);
      const model = mlp(tf, [16, 32, 1], { hidden: { activation: 'softplus' } });
      return fitting(regressor(model, tf.train.adamax(0.02)), train, { epochs: 100, validation: test });
    },
  },
]);
