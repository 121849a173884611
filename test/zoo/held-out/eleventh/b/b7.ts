import { blobs, oneHot } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { turn } from './b-parts.js';

/** Examples that do not tell what is asked for. */
export const hopelessRuns = [
  ...sick('loss-not-improving', [
    {
      name: 'q-shuffled-apart',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'Images and labels are shuffled one after the other, each in an order of its own.',
      alsoAllowed: ['class-collapse'],
      build: (tf, seed) => {
        const { xs, ys } = blobs(tf, seed, { examples: 640, size: 8, classes: 8, noise: 0.1 });
        const order = () => tf.tensor1d(Array.from(tf.util.createShuffledIndices(640)), 'int32');
        const data = { xs: xs.gather(order()), ys: ys.gather(order()) };
        return fitting(classifier(cnn(tf, [8, 8, 1], [4, 8], 8), tf.train.adam(0.001)), data, { epochs: 16 });
      },
    },
    {
      name: 'q-vocabulary-per-batch',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      mistake: 'The tokenizer is fitted anew on every batch, so that a word has another number each time.',
      alsoAllowed: ['class-collapse'],
      build: (tf, seed) => {
        const random = new Random(seed);
        const model = tf.sequential({
          layers: [
            tf.layers.embedding({ name: 'words', inputDim: 60, outputDim: 6, inputLength: 8 }),
            tf.layers.globalAveragePooling1d({ name: 'mean' }),
            tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
          ],
        });
        model.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
        return {
          target: model,
          train: async () => {
            for (let step = 0; step < 320; step++) {
              const labels = Array.from({ length: 16 }, () => random.integer(3));
              const texts = labels.map((label) =>
                Array.from(
                  { length: 8 },
                  () => 3 * random.integer(20) + (random.uniform() < 0.6 ? label : random.integer(3)),
                ),
              );
              const numbers = new Map([...new Set(texts.flat())].map((word, index) => [word, index]));
              const x = tf.tensor2d(texts.map((text) => text.map((word) => numbers.get(word) ?? 0)));
              const y = oneHot(tf, labels, 3);
              await model.trainOnBatch(x, y);
              tf.dispose([x, y]);
              await turn(step);
            }
          },
        };
      },
    },
  ]),
];
