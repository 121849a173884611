import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { teacher } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { islands, moons, pendulum, spectra } from './x-data.js';
import { applying, drawing, minimizing } from './x-loops.js';

const softmax = { activation: 'softmax' } as const;

export const throughputDrop = sick('throughput-drop', [
  {
    name: 'x-slow-hot-laptop',
    heldOut: true,
    loop: 'fit',
    clock: 'virtual',
    mistake: 'The laptop lies on a blanket: from step 170 on its processor is clocked down, step by step.',
    onset: 200,
    build(tf, seed) {
      const random = new Random(seed);
      let step = 0;
      const heat = () => 1 + 1.6 * Math.min(1, Math.max(0, (step - 170) / 50));
      const model = mlp(tf, [2, 24, 24, 2], { out: softmax });
      return fitting(classifier(model, tf.train.adam(0.005)), moons(tf, seed, { examples: 640 }), {
        epochs: 20,
        callbacks: {
          onBatchEnd: async () => {
            step++;
            clock.advance(0.35 * heat() * (0.9 + 0.2 * random.uniform()));
          },
        },
      });
    },
  },
  {
    name: 'x-slow-mirror-gone',
    heldOut: true,
    loop: 'fitDataset',
    clock: 'virtual',
    mistake:
      'The mirror next door is gone after twelve epochs, and each batch comes from the other continent.',
    onset: 193,
    build(tf, seed) {
      const random = new Random(seed);
      const { xs, ys } = spectra(tf, seed, { examples: 512 });
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'peaks',
          filters: 8,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, ...softmax }));
      classifier(model, tf.train.rmsprop(0.002));
      let step = 0;
      const dataset = tf.data.generator(function* () {
        for (let batch = 0; batch < 16; batch++) {
          const download = 0.15 * Math.exp(0.3 * random.normal());
          clock.advance(0.4 + (++step <= 192 ? download : 1.1 * Math.exp(0.5 * random.normal())));
          yield { xs: xs.slice(32 * batch, 32), ys: ys.slice(32 * batch, 32) };
        }
      });
      return {
        target: model,
        train: async () => {
          const batches = dataset as Parameters<typeof model.fitDataset>[0];
          await model.fitDataset(batches, { epochs: 23, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'x-slow-log-rewritten',
    heldOut: true,
    loop: 'trainOnBatch',
    clock: 'virtual',
    mistake: 'From step 140 on a log of all steps is kept, and the whole file is written anew after each.',
    onset: 178,
    build(tf, seed) {
      const random = new Random(seed);
      const model = mlp(tf, [4, 32, 16, 2], { hidden: { activation: 'tanh' } });
      return drawing(tf, regressor(model, tf.train.adam(0.004)), pendulum(tf, seed), {
        steps: 400,
        seed,
        after: (step) =>
          clock.advance(0.5 * (0.9 + 0.2 * random.uniform()) + 0.012 * Math.max(0, step - 140)),
      });
    },
  },
  {
    name: 'x-slow-saves-each-step',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    mistake:
      'The best loss so far is never stored: once below 0.5 nearly each step is saved as the best one.',
    onset: 171,
    build(tf, seed) {
      const random = new Random(seed);
      const model = mlp(tf, [8, 24, 24, 1], { hidden: { activation: 'elu' } });
      return minimizing(tf, tf.train.momentum(0.01, 0.9), model, teacher(tf, seed, { noise: 0.1 }), {
        steps: 340,
        seed,
        loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
        after: (step) => {
          clock.advance(0.9 * (0.8 + 0.4 * random.uniform()));
          if (step > 170 && random.uniform() < 0.85) clock.advance(1.5 + 0.6 * random.uniform());
        },
      });
    },
  },
  {
    name: 'x-slow-neighbour-by-turns',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    mistake: 'At noon a colleague starts a job on the same accelerator: five steps out of six wait for it.',
    onset: 151,
    build(tf, seed) {
      const random = new Random(seed);
      const model = mlp(tf, [3, 32, 32, 5]);
      let step = 0;
      return applying(tf, tf.train.adam(0.01), model, islands(tf, seed), {
        steps: 320,
        seed,
        clip: 5,
        loss: (x, y) => {
          const waits = ++step > 150 && step % 6 > 0 ? 3 : 1;
          clock.advance(1.4 * waits * (0.9 + 0.2 * random.uniform()));
          return tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);
