import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, type Plain, sines, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor, twoHeads } from '../networks.js';
import { sick } from '../run.js';

/** The tensor with its 32 examples of batch `at` changed. */
function corrupted<T extends tfjs.Tensor>(tensor: T, at: number, change: (batch: T) => tfjs.Tensor): T {
  const [from, to] = [at * 32, at * 32 + 32];
  const before = tensor.slice(0, from);
  const after = tensor.slice(to);
  return before.concat(change(tensor.slice(from, 32))).concat(after) as T;
}

export const lossSpike = sick('loss-spike', [
  {
    name: 'spike-targets-in-other-unit',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'The targets of one batch are in another unit, ten times as large.',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 320 * 32, noise: 0.1 });
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.adam(0.003));
      const data = { xs, ys: corrupted(ys, 210, (batch) => batch.mul(10)) };
      return onBatches(tf, model, data, { steps: 320 });
    },
  },
  {
    name: 'spike-negatives',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'One file holds the negatives of its images.',
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { examples: 300 * 32, noise: 0.3 });
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.adam(0.002));
      const data = { xs: corrupted(xs, 190, (batch) => tf.sub(1, batch)), ys };
      return fitting(model, data, { epochs: 1, shuffle: false });
    },
  },
  {
    name: 'spike-labels-shifted',
    heldOut: false,
    loop: 'custom',
    mistake: 'In one batch each example has the label of another class.',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 280 * 32, spread: 1.5 });
      const shifted = corrupted(ys, 170, (batch) =>
        batch.slice([0, 1], [32, 2]).concat(batch.slice([0, 0], [32, 1]), 1),
      );
      const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'tanh' } });
      return custom(
        tf,
        tf.train.momentum(0.02, 0.9),
        model,
        { xs, ys: shifted },
        {
          steps: 280,
          loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
        },
      );
    },
  },
  {
    name: 'spike-sensor-glitch',
    heldOut: false,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'A sensor reported its series upside down and six times too large for the length of a batch.',
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 300 * 32, length: 6 });
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      regressor(model, tf.train.rmsprop(0.003));
      const broken: Plain = { xs: corrupted(xs, 220, (batch) => batch.mul(-6)), ys };
      return {
        target: model,
        train: async () => {
          const batches = tf.data.generator(function* () {
            for (let at = 0; at < 300 * 32; at += 32)
              yield { xs: broken.xs.slice(at, 32), ys: broken.ys.slice(at, 32) };
          });
          await model.fitDataset(batches, { epochs: 1, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'spike-missing-coded-as-99',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Missing values of one batch are coded as 99 in a model with two heads.',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 340 * 32, noise: 0.1 });
      const kinds = xs.slice([0, 0], [-1, 3]).argMax(1).toInt();
      const model = twoHeads(tf, 8, [32, 16], 3);
      model.compile({
        optimizer: tf.train.adamax(0.005),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      const missing = tf.tensor2d([[0, 0, 0, 1, 0, 0, 0, 0]]);
      const broken = corrupted(xs, 240, (batch) => batch.mul(tf.sub(1, missing)).add(missing.mul(99)));
      return onBatches(tf, model, { xs: broken, ys: [tf.oneHot(kinds, 3), ys] }, { steps: 340 });
    },
  },
]);
