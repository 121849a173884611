import type * as tfjs from '@tensorflow/tfjs';
import { blobs, sines } from '../../../data.js';
import { cnn } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { pairOf, turn } from './b-parts.js';

/** Tensors that nobody disposes of. */
export const leakRuns = sick('tensor-leak', [
  {
    name: 'q-average-of-weights-kept',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    mistake:
      'From step 121 on a running average of the weights is kept, and each old average stays in memory.',
    onset: 121,
    build: (tf, seed) => {
      const data = sines(tf, seed, { examples: 640, length: 6, noise: 0.1 });
      const model = tf.sequential({
        layers: [
          tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [6, 1] }),
          tf.layers.dense({ name: 'out', units: 1 }),
        ],
      });
      model.compile({ optimizer: tf.train.adam(0.005), loss: 'meanSquaredError' });
      const average: tfjs.Tensor[] = [];
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 360; step++) {
            const { x, y } = pairOf(data, step);
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            if (step >= 120)
              for (const [index, weight] of model.getWeights().entries()) {
                const old = average[index];
                const averaged = tf.tidy(() => (old ? old.mul(0.99).add(weight.mul(0.01)) : weight.clone()));
                average[index] = averaged;
              }
            await turn(step);
          }
        },
      };
    },
  },
  {
    name: 'q-augments-outside-tidy',
    heldOut: true,
    isUnseen: true,
    loop: 'fitDataset',
    mistake:
      'The generator of a data set flips images and adds noise outside of tf.tidy, and disposes of no tensor in between.',
    build: (tf, seed) => {
      const random = new Random(seed + 11);
      const data = blobs(tf, seed, { examples: 640, size: 8, classes: 4, noise: 0.1 });
      const model = cnn(tf, [8, 8, 1], [4, 6], 4);
      model.compile({ optimizer: tf.train.rmsprop(0.003), loss: 'categoricalCrossentropy' });
      const augmented = function* () {
        for (let step = 0; step < 20; step++) {
          const { x, y } = pairOf(data, step + random.integer(20));
          const noise = tf.randomNormal(x.shape, 0, 0.05, 'float32', random.integer(1e6));
          const flipped = tf.reverse(x, random.uniform() < 0.5 ? [] : [2]);
          x.dispose();
          const image = flipped.add(noise);
          yield { xs: image, ys: y };
        }
      };
      return {
        target: model,
        train: async () => {
          await model.fitDataset(tf.data.generator(augmented), { epochs: 16, verbose: 0 });
        },
      };
    },
  },
]);
