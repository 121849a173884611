import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../clock.js';
import { blobs, clusters, sines } from '../data.js';
import { custom, fitting } from '../loops.js';
import { classifier, cnn, mlp } from '../networks.js';
import { Random } from '../random.js';
import { healthy, sick } from '../run.js';

export const throughputDrop = sick('throughput-drop', [
  {
    name: 'slow-shared-processor',
    heldOut: false,
    loop: 'fit',
    clock: 'virtual',
    mistake: 'Another job was started on the processor that augments the pictures.',
    onset: 200,
    build(tf, seed) {
      const random = new Random(seed);
      let step = 0;
      const model = mlp(tf, [8, 32, 16, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), {
        epochs: 20,
        callbacks: {
          onBatchEnd: async () => clock.advance((++step < 200 ? 0.4 : 1.3) * (0.8 + 0.4 * random.uniform())),
        },
      });
    },
  },
  {
    name: 'slow-cache-too-small',
    heldOut: false,
    loop: 'fitDataset',
    clock: 'virtual',
    mistake:
      'The files of the later part of the data no longer fit into the cache, and are read from a disk.',
    onset: 224,
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed);
      const model = classifier(cnn(tf, [10, 10, 1], [6, 12], 4), tf.train.momentum(0.03, 0.9));
      let step = 0;
      const dataset = tf.data.generator(function* () {
        for (let batch = 0; batch < 16; batch++) {
          clock.advance(step++ < 224 ? 0.5 : 2.5);
          yield { xs: xs.slice(32 * batch, 32), ys: ys.slice(32 * batch, 32) };
        }
      });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset as Parameters<typeof model.fitDataset>[0], {
            epochs: 18,
            verbose: 0,
          });
        },
      };
    },
  },
  {
    name: 'slow-longer-sequences',
    heldOut: false,
    loop: 'custom',
    clock: 'virtual',
    mistake: 'From the middle on the sequences of a batch are four times as long, padded with zeros.',
    onset: 160,
    build(tf, seed) {
      const data = sines(tf, seed, { length: 10 });
      const model = tf.sequential({
        layers: [
          tf.layers.gru({ name: 'gru', units: 8, inputShape: [10, 1] }),
          tf.layers.dense({ name: 'out', units: 1 }),
        ],
      });
      let step = 0;
      return custom(tf, tf.train.rmsprop(0.005), model, data, {
        steps: 240,
        loss: (x, y) => {
          clock.advance(step++ < 160 ? 0.7 : 2.6);
          return tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);

export const healthySteps = healthy([
  {
    name: 'ok-steps-of-a-second',
    heldOut: false,
    loop: 'fit',
    clock: 'virtual',
    build(tf, seed) {
      const random = new Random(seed);
      const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.005)), clusters(tf, seed), {
        epochs: 18,
        callbacks: { onBatchEnd: async () => clock.advance(0.6 + 0.8 * random.uniform()) },
      });
    },
  },
  {
    name: 'ok-slow-first-steps',
    heldOut: false,
    loop: 'fit',
    clock: 'virtual',
    build(tf, seed) {
      let step = 0;
      const model = mlp(tf, [8, 24, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), clusters(tf, seed), {
        epochs: 18,
        // Kernels are compiled, caches filled; a checkpoint is written after every second epoch.
        callbacks: {
          onBatchEnd: async () => clock.advance(++step < 6 ? 12 : 0.5),
          onEpochEnd: async (epoch) => clock.advance(epoch % 2 === 1 ? 9 : 0),
        },
      });
    },
  },
]);
