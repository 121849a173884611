import { onBatches } from '../../../loops.js';
import { classifier, cnn } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { waveforms } from '../../data.js';
import { generated, onEach, rows } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { reviews, shapes } from './data.js';

export const lossNotImproving = sick('loss-not-improving', [
  {
    name: 'y-flat-augmented-in-another-order',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'Augmentation hands the images of a batch back in another order than their labels.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const random = new Random(seed + 7);
      const data = shapes(tf, seed);
      const model = classifier(cnn(tf, [8, 8, 1], [6, 12], 4), tf.train.adamax(0.002));
      return generated(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          const order = Array.from({ length: 32 }, (_, at) => ({ at, key: random.uniform() }));
          order.sort((a, b) => a.key - b.key);
          const places = tf.tensor1d(
            order.map(({ at }) => at),
            'int32',
          );
          return { xs: tf.gather(xs, places), ys };
        },
        { epochs: 20 },
      );
    },
  },
  {
    name: 'y-flat-loudness-scaled-away',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Each signal is scaled to mean 0 and deviation 1, but its loudness is all that tells its class.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const random = new Random(seed + 5);
      const { xs } = waveforms(tf, seed, { examples: 6400, length: 5 });
      const labels = Array.from({ length: 6400 }, () => random.integer(3));
      const loud = xs.mul(tf.tensor3d(labels, [6400, 1, 1]).add(1));
      const centered = loud.sub(loud.mean(1, true));
      const scaled = centered.div(centered.square().mean(1, true).sqrt().add(1e-3));
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [5, 1] }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      classifier(model, tf.train.rmsprop(0.001), 'sparseCategoricalCrossentropy');
      return onBatches(tf, model, { xs: scaled, ys: tf.tensor2d(labels, [6400, 1]) }, { steps: 300 });
    },
  },
  {
    name: 'y-flat-vocabulary-per-batch',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The vocabulary is built anew for each batch, so that a word has another number every time.',
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const random = new Random(seed + 3);
      const data = reviews(tf, seed);
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 40, outputDim: 4, inputLength: 8 }),
        tf.layers.globalAveragePooling1d({ name: 'mean' }),
        tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
      );
      classifier(model, tf.train.adam(0.002), 'binaryCrossentropy');
      return onEach(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          const numbers = Array.from({ length: 40 }, (_, word) => ({ word, key: random.uniform() }));
          numbers.sort((a, b) => a.key - b.key);
          const renamed = tf.gather(
            tf.tensor1d(numbers.map(({ word }) => word)),
            xs.toInt() as ReturnType<typeof tf.tensor1d>,
          );
          return { xs: renamed, ys };
        },
        { steps: 320 },
      );
    },
  },
]);
