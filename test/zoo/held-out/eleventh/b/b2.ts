import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, spirals, teacher } from '../../../data.js';
import { custom, fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { pairOf, turn } from './b-parts.js';

/** Losses that flatten too high, swing, or jump. */
export const shapeRuns = [
  ...sick('loss-stalled', [
    {
      name: 'q-no-activations',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'The hidden layers have no activation, so that a deep network is a linear one and cannot part spirals.',
      build: (tf, seed) => {
        const data = spirals(tf, seed, { examples: 640, classes: 3, noise: 0.05 });
        const model = mlp(tf, [2, 32, 32, 3], {
          hidden: { activation: 'linear' },
          out: { activation: 'softmax' },
        });
        return fitting(classifier(model, tf.train.rmsprop(0.005)), data, { epochs: 20 });
      },
    },
    {
      name: 'q-rectified-outputs',
      heldOut: true,
      isUnseen: true,
      loop: 'fitDataset',
      mistake: 'Standardised targets, negative as often as positive, are predicted by a layer with a ReLU.',
      // Added after the first look: the last activation does not fit the targets.
      alsoAllowed: ['loss-mismatch'],
      build: (tf, seed) => {
        const data = teacher(tf, seed, { examples: 640, features: 8, outputs: 4, noise: 0.1 });
        const model = mlp(tf, [8, 32, 4], { hidden: { activation: 'tanh' }, out: { activation: 'relu' } });
        return fittingDataset(tf, regressor(model, tf.train.adam(0.01)), data, { epochs: 18 });
      },
    },
  ]),
  ...sick('loss-oscillating', [
    {
      name: 'q-sorted-by-class',
      heldOut: true,
      loop: 'fit',
      mistake: 'The examples are stored class by class, and are fed in that order.',
      alsoAllowed: ['class-collapse', 'learning-rate-too-high', 'loss-diverging', 'loss-not-improving'],
      build: (tf, seed) => {
        const { xs, ys } = clusters(tf, seed, { examples: 4096, features: 8, classes: 4, spread: 0.6 });
        const labels = Array.from(ys.argMax(1).dataSync());
        const order = labels.map((_, index) => index).sort((a, b) => (labels[a] ?? 0) - (labels[b] ?? 0));
        const sorted = tf.tensor1d(order, 'int32');
        const model = mlp(tf, [8, 24, 4], { out: { activation: 'softmax' } });
        const data = { xs: xs.gather(sorted), ys: ys.gather(sorted) };
        return fitting(classifier(model, tf.train.momentum(0.05, 0.9)), data, {
          epochs: 10,
          batchSize: 128,
          shuffle: false,
        });
      },
    },
    {
      name: 'q-momentum-nearly-one',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'The momentum was raised from 0.8 to 0.99 to be faster, and the learning rate was left as it was.',
      alsoAllowed: ['learning-rate-too-high', 'loss-diverging', 'loss-stalled', 'saturated-activation'],
      build: (tf, seed) => {
        const data = teacher(tf, seed, { examples: 640, features: 8, outputs: 3, noise: 0.2 });
        const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'tanh' } });
        const optimizer = tf.train.momentum(0.03, 0.99);
        return custom(tf, optimizer, model, data, {
          steps: 400,
          loss: (x, y) =>
            tf.losses.meanSquaredError(y, model.apply(x, { training: true }) as tfjs.Tensor).asScalar(),
        });
      },
    },
  ]),
  ...sick('loss-spike', [
    {
      name: 'q-centimetres-for-metres',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      backend: 'wasm',
      mistake: 'One file of the stream gives its lengths in centimetres, all others in metres.',
      onset: 210,
      alsoAllowed: ['exploding-gradient'],
      build: (tf, seed) => {
        const { xs, ys } = teacher(tf, seed, { examples: 6400, features: 6, noise: 0.15 });
        const model = regressor(
          mlp(tf, [6, 24, 1], { hidden: { activation: 'tanh' } }),
          tf.train.rmsprop(0.005),
        );
        return {
          target: model,
          train: async () => {
            for (let step = 0; step < 400; step++) {
              const x = xs.slice(16 * step, 16);
              const y = tf.tidy(() => ys.slice(16 * step, 16).mul(step === 209 ? 100 : 1));
              await model.trainOnBatch(x, y);
              tf.dispose([x, y]);
              await turn(step);
            }
          },
        };
      },
    },
    {
      name: 'q-labels-from-one',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'One shard of images counts its labels from one and not from zero: each image is taught the next class.',
      onset: 240,
      alsoAllowed: ['exploding-gradient'],
      build: (tf, seed) => {
        const data = blobs(tf, seed, { examples: 640, size: 8, classes: 4, noise: 0.1 });
        const model: tfjs.LayersModel = cnn(tf, [8, 8, 1], [4, 8], 4);
        const optimizer = tf.train.adam(0.005);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 340; step++) {
              const { x, y } = pairOf(data, step);
              const isFromOne = step === 239 || step === 240;
              const cost = optimizer.minimize(() => {
                const labels = y
                  .argMax(1)
                  .add(isFromOne ? 1 : 0)
                  .mod(tf.scalar(4, 'int32'));
                const predicted = model.apply(x, { training: true }) as typeof data.xs;
                return tf.metrics
                  .categoricalCrossentropy(tf.oneHot(labels.toInt(), 4).toFloat(), predicted)
                  .mean()
                  .asScalar();
              }, true);
              if (cost) vitals?.step({ loss: cost, examples: 32 });
              tf.dispose([x, y, ...(cost ? [cost] : [])]);
              await turn(step);
            }
          },
        };
      },
    },
  ]),
];
