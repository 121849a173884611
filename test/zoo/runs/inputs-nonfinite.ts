import { blobs, clusters, sines, teacher } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

/** NaN goes from the data into the loss and the weights, and stays there. */
const alsoAllowed = ['loss-nonfinite', 'loss-not-improving', 'variable-not-training', 'dead-relu'];

export const inputsNonfinite = sick('inputs-nonfinite', [
  {
    name: 'broken-row-of-features',
    heldOut: false,
    loop: 'fit',
    mistake: 'Three rows of 512 have an empty cell, which was parsed as NaN.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed);
      const cells = tf.buffer([512, 8]);
      for (const row of [77, 201, 430]) cells.set(Number.NaN, row, row % 8);
      const model = mlp(tf, [8, 32, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      const data = { xs: xs.add(cells.toTensor()), ys };
      return fitting(classifier(model, tf.train.adam(0.003)), data, { epochs: 18 });
    },
  },
  {
    name: 'broken-missing-target',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Two targets of 3,200 are missing, and NaN stands for missing.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 3200, noise: 0.1 });
      const missing = tf.buffer([3200, 1]);
      for (const row of [1300, 2900]) missing.set(Number.NaN, row, 0);
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.momentum(0.01, 0.9));
      return onBatches(tf, model, { xs, ys: ys.add(missing.toTensor()) }, { steps: 300 });
    },
  },
  {
    name: 'broken-logarithm-of-pixels',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The logarithm of the pixels is minus infinity where a few images have a black frame.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed);
      const bright = xs.mul(0.9).add(0.1);
      const framed = tf.pad(bright.slice([256, 1, 1, 0], [6, 8, 8, 1]), [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      const images = tf.concat([bright.slice(0, 256), framed, bright.slice(262)]);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.rmsprop(0.002));
      return fitting(model, { xs: images.log(), ys }, { epochs: 18 });
    },
  },
  {
    name: 'broken-late-file',
    heldOut: false,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'The second of two files holds a series whose scale was 0: it was divided by it.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 300 * 32, length: 6 });
      const broken = tf.fill([1, 6, 1], 1).div(0) as typeof xs;
      const series = tf.concat([xs.slice(0, 5000), broken, xs.slice(5001)]);
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      regressor(model, tf.train.adamax(0.005));
      return {
        target: model,
        train: async () => {
          const batches = tf.data.generator(function* () {
            for (let at = 0; at < 300 * 32; at += 32)
              yield { xs: series.slice(at, 32), ys: ys.slice(at, 32) };
          });
          await model.fitDataset(batches, { epochs: 1, verbose: 0 });
        },
      };
    },
  },
]);
