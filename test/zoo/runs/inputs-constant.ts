import { blobs, clusters, sines, split, teacher } from '../data.js';
import { fitting } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

/** Inputs that say nothing: one class is guessed. */
const blank = [
  'loss-not-improving',
  'loss-stalled',
  'variable-not-training',
  'dead-relu',
  'class-collapse',
  'vanishing-gradient',
];

export const inputsConstant = sick('inputs-constant', [
  {
    name: 'constant-first-batch',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'The index of the loop is not used: every step takes the first 32 of 2,048 examples.',
    alsoAllowed: ['overfitting'],
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 2048 });
      const model = classifier(mlp(tf, [8, 32, 3], { out: { activation: 'softmax' } }), tf.train.adam(0.003));
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 300; step++) {
            const [x, y] = [data.xs.slice(0, 32), data.ys.slice(0, 32)];
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
  {
    name: 'constant-generator',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'A generator starts to read its file anew at each batch.',
    alsoAllowed: ['overfitting', 'overtraining'],
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 1100, noise: 0.2 }), 960);
      const model = regressor(mlp(tf, [8, 32, 16, 1]), tf.train.momentum(0.01, 0.9));
      return {
        target: model,
        train: async () => {
          const batches = tf.data.generator(function* () {
            for (let batch = 0; batch < 30; batch++)
              yield { xs: train.xs.slice(0, 32), ys: train.ys.slice(0, 32) };
          });
          const validation = tf.data.generator(function* () {
            yield { xs: test.xs.clone(), ys: test.ys.clone() };
          });
          await model.fitDataset(batches, { epochs: 10, verbose: 0, validationData: validation });
        },
      };
    },
  },
  {
    name: 'constant-blank-images',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A canvas is read before anything was drawn on it: all images are blank.',
    alsoAllowed: blank,
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed, { examples: 1600 });
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.rmsprop(0.002));
      return fitting(model, { xs: tf.zerosLike(xs), ys }, { epochs: 6 });
    },
  },
  {
    name: 'constant-buffer-reused',
    heldOut: false,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'Labels advance from batch to batch; the series stay those of the first.',
    alsoAllowed: blank,
    build(tf, seed) {
      const data = sines(tf, seed, { examples: 1600, length: 6, classes: 4 });
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      classifier(model, tf.train.sgd(0.1));
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 300; step++) {
            const at = (step % 50) * 32;
            const [x, y] = [data.xs.slice(0, 32), data.ys.slice(at, 32)];
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
  {
    name: 'constant-imputed-table',
    heldOut: false,
    loop: 'fit',
    mistake: 'A wrong key joins no row: every feature of every example is the same filler.',
    alsoAllowed: blank,
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { noise: 0.1 });
      const model = regressor(
        mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } }),
        tf.train.adamax(0.005),
      );
      return fitting(model, { xs: tf.fill(xs.shape, 0.5), ys }, { epochs: 18 });
    },
  },
]);
