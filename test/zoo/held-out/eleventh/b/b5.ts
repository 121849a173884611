import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { blobs, clusters, split, teacher } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { pairOf, turn } from './b-parts.js';

/** Networks that answer always the same, and jobs that become slow. */
export const answersAndPace = [
  ...sick('class-collapse', [
    {
      name: 'q-weights-and-oversampling',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      backend: 'wasm',
      mistake:
        'The rare class was repeated in the data until all were equally frequent, and keeps its large weight as well.',
      build: (tf, seed) => {
        const data = clusters(tf, seed, { examples: 640, features: 6, classes: 3, spread: 0.5 });
        const model = mlp(tf, [6, 16, 3], { out: { activation: 'softmax' } });
        return fitting(classifier(model, tf.train.adam(0.003)), data, {
          epochs: 15,
          classWeight: { 0: 0.03, 1: 0.03, 2: 2.94 },
        });
      },
    },
    {
      name: 'q-pixels-divided-twice',
      heldOut: true,
      loop: 'trainOnBatch',
      mistake: 'Pixels are divided by 255 when they are loaded, and once more in the preprocessing.',
      // Added after the first look: of inputs this small the first gradient is small as well, 0.014 of the last one at
      // most, and of 8 filters behind biases alone 6 never fire.
      alsoAllowed: ['inputs-not-normalized', 'loss-not-improving', 'vanishing-gradient', 'dead-relu'],
      build: (tf, seed) => {
        const { xs: images, ys: labels } = blobs(tf, seed, {
          examples: 640,
          size: 8,
          classes: 6,
          noise: 0.1,
        });
        const bytes = images.mul(255).round();
        const data = { xs: bytes.div(255).div(255), ys: labels };
        const model = cnn(tf, [8, 8, 1], [4, 8], 6);
        model.compile({ optimizer: tf.train.momentum(0.02, 0.9), loss: 'categoricalCrossentropy' });
        return {
          target: model,
          train: async () => {
            for (let step = 0; step < 320; step++) {
              const { x, y } = pairOf(data, step);
              await model.trainOnBatch(x, y);
              tf.dispose([x, y]);
              await turn(step);
            }
          },
        };
      },
    },
  ]),
  ...sick('throughput-drop', [
    {
      name: 'q-cache-outgrows-memory',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      clock: 'virtual',
      mistake:
        'Decoded images are cached in memory, which is full after 220 steps: from then on batches come from the network disk.',
      onset: 221,
      build: (tf, seed) => {
        const random = new Random(seed + 31);
        const data = blobs(tf, seed, { examples: 640, size: 8, classes: 4, noise: 0.1 });
        const model: tfjs.LayersModel = cnn(tf, [8, 8, 1], [4, 6], 4);
        const optimizer = tf.train.momentum(0.02, 0.9);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 420; step++) {
              const isCached = step < 220;
              const { x, y } = pairOf(data, step);
              clock.advance((isCached ? 0.4 : 12) * (0.8 + 0.4 * random.uniform()));
              const cost = optimizer.minimize(() => {
                const predicted = model.apply(x, { training: true }) as tfjs.Tensor;
                return tf.metrics.categoricalCrossentropy(y, predicted).mean().asScalar();
              }, true);
              clock.advance(5 + 0.5 * random.uniform());
              if (cost) vitals?.step({ loss: cost, examples: 32 });
              tf.dispose([x, y, ...(cost ? [cost] : [])]);
              await turn(step);
            }
          },
        };
      },
    },
    {
      name: 'q-evaluates-each-step',
      heldOut: true,
      loop: 'trainOnBatch',
      clock: 'virtual',
      mistake:
        'From step 151 on, a switch for debugging makes the loop evaluate the whole test set after each step and not after each 50.',
      onset: 151,
      build: (tf, seed) => {
        const random = new Random(seed + 57);
        const { train, test } = split(teacher(tf, seed, { examples: 840, features: 8, noise: 0.1 }), 640);
        const model = regressor(
          mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } }),
          tf.train.adam(0.005),
        );
        return {
          target: model,
          train: async (vitals) => {
            for (let step = 0; step < 400; step++) {
              const { x, y } = pairOf(train, step);
              clock.advance(2.5 + 0.4 * random.uniform());
              await model.trainOnBatch(x, y);
              tf.dispose([x, y]);
              if (step >= 150 || step % 50 === 49) {
                clock.advance(7 + random.uniform());
                const loss = model.evaluate(test.xs, test.ys) as tfjs.Scalar;
                vitals?.evaluation({ loss });
                loss.dispose();
              }
              await turn(step);
            }
          },
        };
      },
    },
  ]),
];
