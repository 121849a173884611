import { blobs, clusters, type Plain, sines } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp } from '../networks.js';
import { sick, type Tf } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Every n-th example of each class, for an n of its own. */
function thinned(tf: Tf, { xs, ys }: Plain, every: readonly number[]): Plain {
  const seen = every.map(() => 0);
  const kept = Array.from(ys.argMax(1).dataSync()).flatMap((label, at) => {
    const count = seen[label] ?? 0;
    seen[label] = count + 1;
    return count % (every[label] ?? 1) === 0 ? [at] : [];
  });
  const indices = tf.tensor1d(kept, 'int32');
  return { xs: tf.gather(xs, indices), ys: tf.gather(ys, indices) };
}

export const classImbalance = sick('class-imbalance', [
  {
    name: 'imbalanced-fraud',
    heldOut: false,
    loop: 'fit',
    mistake: 'One example of 40 is a fraud, and nothing makes up for it.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 1600, classes: 2, shares: [39, 1], spread: 0.8 });
      const model = mlp(tf, [8, 24, 1], { out: { activation: 'sigmoid' } });
      const labels = ys.slice([0, 1], [-1, 1]);
      const compiled = classifier(model, tf.train.adam(0.003), 'binaryCrossentropy');
      return fitting(compiled, { xs, ys: labels }, { epochs: 6 });
    },
  },
  {
    name: 'imbalanced-three-classes',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Of three classes one makes up most examples, and the rarest is an eightieth of it.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 3200, shares: [80, 19, 1], spread: 0.8 });
      const model = mlp(tf, [8, 32, 16, 3], { hidden: { activation: 'tanh' }, out: softmax });
      return onBatches(tf, classifier(model, tf.train.momentum(0.02, 0.9)), data, { steps: 300 });
    },
  },
  {
    name: 'imbalanced-images',
    heldOut: false,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'Three kinds of images are plenty, of the fourth there is a twentieth.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const all = blobs(tf, seed, { examples: 1200, noise: 0.3 });
      const { xs, ys } = thinned(tf, all, [1, 1, 1, 20]);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.adam(0.002));
      return {
        target: model,
        train: async () => {
          const batches = tf.data.generator(function* () {
            for (let at = 0; at + 32 <= xs.shape[0]; at += 32)
              yield { xs: xs.slice(at, 32), ys: ys.slice(at, 32) };
          });
          await model.fitDataset(batches, { epochs: 10, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'imbalanced-integer-labels',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Series of machines that fail are a thirtieth of those that run.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const all = sines(tf, seed, { examples: 2300, length: 6, classes: 3, noise: 0.2 });
      const { xs, ys } = thinned(tf, all, [1, 1, 30]);
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 3, ...softmax }));
      const labels = ys.argMax(1).expandDims(1).toFloat();
      const compiled = classifier(model, tf.train.rmsprop(0.01), 'sparseCategoricalCrossentropy');
      return fitting(compiled, { xs, ys: labels }, { epochs: 6 });
    },
  },
]);
