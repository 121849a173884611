import { clusters, sines } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { flats, indices, textures } from './data-b.js';
import { batches, compiled, feeding, stacked, streaming } from './loops-b.js';

export const inputsNotNormalized = sick('inputs-not-normalized', [
  {
    name: 't-scale-raw-pixels',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Pixels come as bytes, 0 to 255, and nothing divides them.',
    build(tf, seed) {
      const { xs, ys } = textures(tf, seed, { size: 6 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.separableConv2d({
            name: 'texture',
            filters: 10,
            depthMultiplier: 2,
            useBias: false,
            kernelSize: 3,
            inputShape: [6, 6, 1],
          }),
          tf.layers.batchNormalization({ name: 'norm' }),
          tf.layers.activation({ name: 'relu', activation: 'relu' }),
          tf.layers.globalAveragePooling2d({ name: 'pool' } as never),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      const bytes = xs.mul(255).round();
      return feeding(tf, model, 240, batches(tf, seed, { xs: bytes, ys }, 12));
    },
  },
  {
    name: 't-scale-raw-flats',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Square metres, years and metres to the centre go into the network as the table has them.',
    alsoAllowed: ['dead-relu', 'exploding-gradient', 'poor-initialization'],
    build(tf, seed) {
      const model = compiled(mlp(tf, [6, 32, 16, 1]), {
        optimizer: tf.train.adam(0.003),
        loss: 'meanSquaredError',
        metrics: ['mae'],
      });
      const { xs, ys } = flats(tf, seed, { raw: true });
      return fitting(model, { xs, ys: ys.div(100) }, { epochs: 15, batchSize: 24, validationSplit: 0.2 });
    },
  },
  {
    name: 't-scale-volts-for-millivolts',
    heldOut: true,
    loop: 'fit',
    mistake: 'The signal is given in volts, where it has some tenths of a millivolt.',
    alsoAllowed: ['loss-not-improving', 'vanishing-gradient', 'class-collapse'],
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 480, length: 10, classes: 3 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.gru({ name: 'gru', units: 8, inputShape: [10, 1] }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.002), loss: 'categoricalCrossentropy' },
      );
      return fitting(model, { xs: xs.mul(4e-4), ys }, { epochs: 8, batchSize: 24 });
    },
  },
  {
    name: 't-scale-one-column-of-people',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'All columns but one are standardised; the seventh is the number of people of a town.',
    alsoAllowed: [
      'saturated-activation',
      'vanishing-gradient',
      'loss-not-improving',
      'class-collapse',
      'variable-not-training',
    ],
    build(tf, seed) {
      const random = new Random(seed + 21);
      const { xs, ys } = indices(clusters(tf, seed, { examples: 480, features: 6, spread: 1.5 }));
      const people = Array.from({ length: 480 }, () => Math.round(9000 * Math.exp(1.3 * random.normal())));
      const model = compiled(
        mlp(tf, [7, 16, 12, 3], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        {
          optimizer: tf.train.adamax(0.01),
          loss: 'sparseCategoricalCrossentropy',
        },
      );
      const table = { xs: xs.concat(tf.tensor2d(people, [480, 1]), 1), ys };
      return streaming(tf, model, table, { epochs: 12, size: 32 });
    },
  },
]);
