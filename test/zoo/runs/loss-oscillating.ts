import { blobs, clusters, type Plain, sines, spirals } from '../data.js';
import { custom, fitting } from '../loops.js';
import { classifier, cnn, mlp } from '../networks.js';
import { type Subject, sick, type Tf } from '../run.js';

/** What a rate at the edge does as well. */
const alsoAllowed = ['learning-rate-too-high', 'loss-not-improving'];

/** The examples in the order of their classes. */
function sorted(tf: Tf, { xs, ys }: Plain): Plain {
  const labels = Array.from(ys.argMax(1).dataSync());
  const order = labels
    .map((label, at) => ({ label, at }))
    .sort((a, b) => a.label - b.label)
    .map(({ at }) => at);
  const indices = tf.tensor1d(order, 'int32');
  return { xs: tf.gather(xs, indices), ys: tf.gather(ys, indices) };
}

export const lossOscillating = sick('loss-oscillating', [
  {
    name: 'swings-sorted-by-class',
    heldOut: false,
    loop: 'fit',
    mistake: 'The examples are sorted by class and not shuffled; batches of 4 hold one class each.',
    alsoAllowed: [...alsoAllowed, 'class-collapse'],
    build(tf, seed) {
      const data = sorted(tf, clusters(tf, seed, { examples: 192, spread: 0.3 }));
      const model = classifier(mlp(tf, [8, 24, 3], { out: { activation: 'softmax' } }), tf.train.sgd(0.3));
      return fitting(model, data, { epochs: 7, batchSize: 4, shuffle: false });
    },
  },
  {
    name: 'swings-batch-of-one',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Batches of one example with a rate made for batches of 32.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 320, spread: 0.6 });
      const softmax = { activation: 'softmax' } as const;
      const model = classifier(
        mlp(tf, [8, 16, 3], { hidden: { activation: 'tanh' }, out: softmax }),
        tf.train.sgd(0.2),
      );
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 320; step++) {
            const [x, y] = [xs.slice(step, 1), ys.slice(step, 1)];
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
  {
    name: 'swings-two-sequences-a-batch',
    heldOut: false,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'RMSProp with a rate of 0.1 on batches of two sequences.',
    alsoAllowed,
    build(tf, seed): Subject {
      const { xs, ys } = sines(tf, seed, { examples: 600, length: 6, classes: 4, noise: 0.3 });
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      classifier(model, tf.train.rmsprop(0.1));
      return {
        target: model,
        train: async () => {
          const batches = tf.data.generator(function* () {
            for (let at = 0; at < 600; at += 2) yield { xs: xs.slice(at, 2), ys: ys.slice(at, 2) };
          });
          await model.fitDataset(batches, { epochs: 1, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'swings-at-the-edge',
    heldOut: false,
    loop: 'custom',
    mistake: 'Momentum at the largest rate that does not diverge: the loss goes up and down with it.',
    // A swing may lift the smoothed loss to a multiple of its best for a while, and drives units to their rails.
    alsoAllowed: [...alsoAllowed, 'loss-diverging', 'saturated-activation'],
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 3], { hidden: { activation: 'tanh' } });
      return custom(tf, tf.train.momentum(1.5, 0.9), model, spirals(tf, seed, { classes: 3, noise: 0.3 }), {
        steps: 320,
        loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x) as typeof y),
      });
    },
  },
  {
    name: 'swings-folder-after-folder',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Images are read folder after folder, a class each, four at a time.',
    alsoAllowed: [...alsoAllowed, 'class-collapse'],
    build(tf, seed) {
      const data = sorted(tf, blobs(tf, seed, { examples: 192, noise: 1 }));
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.sgd(0.1));
      return fitting(model, data, { epochs: 7, batchSize: 4, shuffle: false });
    },
  },
]);
