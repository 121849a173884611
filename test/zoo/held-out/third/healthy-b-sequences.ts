import { fitting } from '../../loops.js';
import { Random } from '../../random.js';
import { healthy } from '../../run.js';
import { counting, sorting } from './data-b.js';
import { batches, compiled, feeding, stacked } from './loops-b.js';
import { attention } from './networks-b.js';

export const healthySequences = healthy([
  {
    name: 't-fine-counting-by-attention',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = counting(tf, seed, { examples: 640 });
      const random = new Random(seed + 405);
      const noise = tf.tensor2d(random.normals(640), [640, 1]).mul(0.15);
      const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.5 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.embedding({
            name: 'tokens',
            inputDim: 8,
            outputDim: 6,
            inputLength: 12,
            embeddingsInitializer,
          }),
          attention(tf, { name: 'attention' }),
          tf.layers.dense({ name: 'hidden', units: 10, activation: 'tanh' }),
          tf.layers.dense({ name: 'share', units: 1 }),
        ),
        { optimizer: tf.train.adam(0.003), loss: 'meanSquaredError' },
      );
      return feeding(tf, model, 220, batches(tf, seed, { xs, ys: ys.div(6).sub(1).add(noise) }, 32));
    },
  },
  {
    name: 't-fine-one-hot-letters',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const random = new Random(seed + 401);
      const words = Array.from({ length: 420 }, () => Array.from({ length: 8 }, () => random.integer(6)));
      const last = words.map((word) => Number(word.lastIndexOf(0) > word.lastIndexOf(1)));
      const xs = words.map((word) =>
        word.map((letter) => [0, 1, 2, 3, 4, 5].map((of) => Number(of === letter))),
      );
      const model = compiled(
        stacked(
          tf,
          tf.layers.gru({ name: 'gru', units: 8, inputShape: [8, 6] }),
          tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
        ),
        { optimizer: tf.train.adam(0.02), loss: 'binaryCrossentropy', metrics: ['accuracy'] },
      );
      const ys = tf.tensor2d(last, [420, 1]);
      return fitting(model, { xs: tf.tensor3d(xs), ys }, { epochs: 7, batchSize: 20 });
    },
  },
  {
    name: 't-fine-seldom-words',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const random = new Random(seed + 402);
      const model = compiled(
        stacked(
          tf,
          tf.layers.embedding({ name: 'words', inputDim: 240, outputDim: 4, inputLength: 6 }),
          tf.layers.globalAveragePooling1d({ name: 'mean' }),
          tf.layers.dense({ name: 'out', units: 2, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.02), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return feeding(tf, model, 180, () => {
        const labels = Array.from({ length: 12 }, () => random.integer(2));
        const rows = labels.map((label) =>
          Array.from({ length: 6 }, () => {
            // Few words are common and most are rare; even ones are of the one kind, odd ones of the other.
            const word = Math.floor(120 * random.uniform() ** 3);
            return 2 * word + (random.uniform() < 0.8 ? label : 1 - label);
          }),
        );
        return { xs: tf.tensor2d(rows), ys: tf.tensor2d(labels.map((label) => [1 - label, label])) };
      });
    },
  },
  {
    name: 't-fine-sorting',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.dense({ name: 'wide', units: 32, inputShape: [4] }),
          tf.layers.layerNormalization({ name: 'norm' }),
          tf.layers.activation({ name: 'bend', activation: 'elu' }),
          tf.layers.dense({ name: 'deep', units: 16, activation: 'elu' }),
          tf.layers.dense({ name: 'order', units: 4 }),
        ),
        { optimizer: tf.train.adamax(0.01), loss: 'meanAbsoluteError' },
      );
      return fitting(model, sorting(tf, seed), { epochs: 14, batchSize: 32 });
    },
  },
]);
