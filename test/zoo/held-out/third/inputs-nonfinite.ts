import { sines } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { flats, textures } from './data-b.js';
import { compiled, feeding, stacked, streaming } from './loops-b.js';

export const inputsNonfinite = sick('inputs-nonfinite', [
  {
    name: 't-nonfinite-log-of-visits',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The feature is the log of the visits of a day; in the table is a day without any.',
    onset: 97,
    alsoAllowed: ['loss-nonfinite'],
    build(tf, seed) {
      const random = new Random(seed + 11);
      const model = compiled(
        mlp(tf, [4, 20, 10, 1], { hidden: { activation: 'tanh' }, out: { activation: 'sigmoid' } }),
        { optimizer: tf.train.adam(0.004), loss: 'binaryCrossentropy', metrics: ['accuracy'] },
      );
      return feeding(tf, model, 200, (step) => {
        const rows = Array.from({ length: 24 }, (_, at) => {
          const visits = step === 97 && at === 5 ? 0 : 1 + Math.floor(Math.exp(1.2 + random.normal()));
          return [Math.log(visits) - 1.3, random.normal(), random.normal(), Number(random.uniform() < 0.5)];
        });
        const bought = rows.map(([visits = 0, age = 0, , member = 0]) =>
          Number(visits - 0.5 * age + member + 0.5 * random.normal() > 0.5),
        );
        return { xs: tf.tensor2d(rows), ys: tf.tensor2d(bought, [24, 1]) };
      });
    },
  },
  {
    name: 't-nonfinite-price-per-lift',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The target is divided by the number of lifts, which is 0 in a part of the flats.',
    alsoAllowed: ['loss-nonfinite'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed);
      const model = compiled(mlp(tf, [6, 24, 1], { hidden: { activation: 'elu' } }), {
        optimizer: tf.train.rmsprop(0.002),
        loss: 'meanAbsoluteError',
      });
      const lifts = xs.slice([0, 4], [-1, 1]);
      return fitting(model, { xs, ys: ys.div(lifts) }, { epochs: 9, batchSize: 32 });
    },
  },
  {
    name: 't-nonfinite-sensor-gap',
    heldOut: true,
    loop: 'fit',
    mistake: 'The sensor was silent for one reading, which the file gives as NaN.',
    onset: 33,
    alsoAllowed: ['loss-nonfinite'],
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 600, length: 10, classes: 3 });
      const values = xs.dataSync().slice();
      values[10 * 520 + 4] = Number.NaN;
      const model = compiled(
        stacked(
          tf,
          tf.layers.gru({ name: 'gru', units: 10, inputShape: [10, 1] }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      const gappy = { xs: tf.tensor3d(values, [600, 10, 1]), ys };
      return fitting(model, gappy, { epochs: 4, batchSize: 16, shuffle: false });
    },
  },
  {
    name: 't-nonfinite-contrast',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Each picture is divided by its own deviation, and one in eight is all of one grey.',
    alsoAllowed: ['loss-nonfinite'],
    build(tf, seed) {
      const random = new Random(seed + 12);
      const { xs, ys } = textures(tf, seed, { examples: 320, size: 6 });
      const flat = xs.reshape([320, 36]).arraySync() as number[][];
      const rows = flat.map((row) => {
        const picture = random.uniform() < 0.125 ? row.map(() => 0.5) : row;
        const mean = picture.reduce((sum, x) => sum + x, 0) / 36;
        const deviation = Math.sqrt(picture.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 36);
        return picture.map((x) => (x - mean) / deviation);
      });
      const model = compiled(mlp(tf, [36, 16, 4], { out: { activation: 'softmax' } }), {
        optimizer: tf.train.sgd(0.05),
        loss: 'categoricalCrossentropy',
      });
      return streaming(tf, model, { xs: tf.tensor2d(rows), ys }, { epochs: 12, size: 20 });
    },
  },
]);
