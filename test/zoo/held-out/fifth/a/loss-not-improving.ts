import { mispaired, type Plain } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { strokes } from './data.js';
import { batchByBatch } from './loops.js';

export const lossNotImproving = sick('loss-not-improving', [
  {
    name: 'v-flat-parity',
    heldOut: true,
    loop: 'fit',
    mistake:
      'A model without a hidden layer is asked for the parity of nine switches, which no single one tells.',
    build(tf, seed) {
      const random = new Random(seed);
      const rows = Array.from({ length: 960 }, () =>
        Array.from({ length: 9 }, () => 2 * random.integer(2) - 1),
      );
      const parity = rows.map((row) => Number(row.reduce((product, x) => product * x, 1) > 0));
      const model = tf.sequential();
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.1 });
      model.add(
        tf.layers.dense({
          name: 'odds',
          units: 1,
          activation: 'sigmoid',
          kernelInitializer,
          inputShape: [9],
        }),
      );
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
      return fitting(model, { xs: tf.tensor2d(rows), ys: tf.tensor2d(parity, [960, 1]) }, { epochs: 12 });
    },
  },
  {
    name: 'v-flat-returns',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: "A recurrent network is to foretell tomorrow's return of a random walk from the last six.",
    build(tf, seed) {
      const random = new Random(seed);
      const model = tf.sequential();
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 0.05 });
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'tomorrow', units: 1, kernelInitializer }));
      model.compile({ optimizer: tf.train.rmsprop(0.001), loss: 'meanSquaredError' });
      return batchByBatch(tf, model, {
        steps: 320,
        batch: () => ({
          x: tf.tensor3d(random.normals(48 * 6), [48, 6, 1]),
          y: tf.tensor2d(random.normals(48), [48, 1]),
        }),
      });
    },
  },
  {
    name: 'v-flat-joined-by-row-number',
    heldOut: true,
    loop: 'fit',
    mistake: 'Pictures and labels come from two queries without an order and are joined by their row number.',
    // What is left to learn is the most frequent kind.
    alsoAllowed: ['class-collapse'],
    build(tf, seed) {
      const data: Plain = mispaired(tf, seed, strokes(tf, seed, { examples: 1920 }));
      const model = classifier(cnn(tf, [9, 9, 1], [4, 6], 4), tf.train.adamax(0.001));
      return fitting(model, data, { epochs: 4, batchSize: 24 });
    },
  },
]);
