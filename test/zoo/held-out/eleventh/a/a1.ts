import type * as tfjs from '@tensorflow/tfjs';
import { blobs, type Plain } from '../../../data.js';
import { fitting, onBatches } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick, type Tf } from '../../../run.js';

/** A shop's daily counts (visits, clicks, baskets, …), the first days first, and the day's standardised sales. */
function shopDays(seed: number, days: number, newCounterFrom: number) {
  const random = new Random(seed);
  const effects = random.normals(6);
  const rows: number[][] = [];
  const sales: number[] = [];
  for (let day = 0; day < days; day++) {
    const moods = random.normals(6);
    rows.push(
      Array.from(moods, (mood) =>
        // The old counter, of the first days, never says less than 1.
        Math.max(day < newCounterFrom ? 1 : 0, Math.round(Math.exp(1 + 0.9 * mood))),
      ),
    );
    sales.push(Math.tanh(moods.reduce((sum, mood, at) => sum + mood * (effects[at] ?? 0), 0) / 2));
  }
  return { rows, sales };
}

/** Lines of a weather station's file: five readings, then temperature and humidity, which has gaps from `gapsFrom` on. */
function* stationLines(seed: number, lines: number, gapsFrom: number): Generator<string> {
  const random = new Random(seed);
  const toTemperature = random.normals(5);
  const toHumidity = random.normals(5);
  for (let line = 0; line < lines; line++) {
    const readings = random.normals(5);
    const response = (weights: Float32Array) =>
      Math.tanh(readings.reduce((sum, reading, at) => sum + reading * (weights[at] ?? 0), 0) / 2);
    const isGap = line >= gapsFrom && (line - gapsFrom) % 40 === 0;
    const humidity = isGap ? '' : response(toHumidity).toFixed(4);
    const temperature = response(toTemperature).toFixed(4);
    yield [...Array.from(readings, (x) => x.toFixed(4)), temperature, humidity].join(',');
  }
}

/** Flats as an agent lists them (area, year, rooms, metres to the centre, floor), and their standardised prices. */
function flats(tf: Tf, seed: number, examples: number): Plain {
  const random = new Random(seed);
  const columns = [
    { mean: 85, deviation: 30, effect: 0.7 },
    { mean: 1965, deviation: 28, effect: 0.25 },
    { mean: 3.2, deviation: 1.1, effect: 0.2 },
    { mean: 6500, deviation: 2800, effect: -0.5 },
    { mean: 2.5, deviation: 1.4, effect: 0.1 },
  ];
  const rows: number[][] = [];
  const prices: number[][] = [];
  for (let flat = 0; flat < examples; flat++) {
    const standings = columns.map(() => random.normal());
    const features = columns.map(({ mean, deviation }, at) => mean + deviation * (standings[at] ?? 0));
    rows.push(features);
    const [area = 0, , , distance = 0] = standings;
    const value = columns.reduce((sum, { effect }, at) => sum + effect * (standings[at] ?? 0), 0);
    prices.push([value - 0.2 * area * distance + 0.05 * random.normal()]);
  }
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(prices) };
}

export const a1 = [
  ...sick('inputs-nonfinite', [
    {
      name: 'q-zero-counts-logged',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      mistake: 'Takes the logarithm of counts, of which a new counter gives some as 0: minus infinity.',
      onset: 181,
      alsoAllowed: ['loss-nonfinite'],
      build: (tf, seed) => {
        const { rows, sales } = shopDays(seed, 32 * 340, 32 * 180);
        const xs = tf.tensor2d(rows.map((row) => row.map((count) => (Math.log(count) - 1) / 0.9)));
        const ys = tf.tensor2d(sales, [sales.length, 1]);
        const model = regressor(mlp(tf, [6, 24, 12, 1]), tf.train.rmsprop(0.003));
        return onBatches(tf, model, { xs, ys }, { steps: 340 });
      },
    },
    {
      name: 'q-empty-cells-parsed',
      heldOut: true,
      isUnseen: true,
      loop: 'fitDataset',
      mistake: 'Parses the empty cells of one target column with parseFloat, which makes them NaN.',
      onset: 201,
      alsoAllowed: ['loss-nonfinite'],
      build: (tf, seed) => {
        const model = regressor(
          mlp(tf, [5, 20, 20, 2], { hidden: { activation: 'tanh' } }),
          tf.train.adam(0.005),
        );
        const rows = function* () {
          for (const line of stationLines(seed, 32 * 360, 32 * 200)) {
            const cells = line.split(',').map(Number.parseFloat);
            yield { xs: cells.slice(0, 5), ys: cells.slice(5) };
          }
        };
        return {
          target: model,
          train: async () => {
            const batches = tf.data.generator<tfjs.TensorContainer>(rows).batch(32);
            await model.fitDataset(batches as tfjs.data.Dataset<tfjs.TensorContainerObject>, {
              epochs: 1,
              verbose: 0,
            });
          },
        };
      },
    },
  ]),
  ...sick('inputs-not-normalized', [
    {
      name: 'q-flats-as-listed',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      backend: 'wasm',
      mistake: 'Feeds years, square metres and metres to the centre as they stand in the table.',
      alsoAllowed: ['loss-oscillating', 'loss-stalled', 'poor-initialization'],
      build: (tf, seed) =>
        fitting(regressor(mlp(tf, [5, 24, 24, 1]), tf.train.adam(0.005)), flats(tf, seed, 640), {
          epochs: 16,
        }),
    },
    {
      name: 'q-second-shard-in-bytes',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      mistake:
        'Scales the images of the first shard to 0..1, and forgets it for the second, which are bytes.',
      onset: 181,
      alsoAllowed: [
        'exploding-gradient',
        'loss-diverging',
        'loss-oscillating',
        'loss-spike',
        'vanishing-gradient',
      ],
      build: (tf, seed) => {
        const shard = (number: number): Plain => blobs(tf, 10 * seed + number, { examples: 640, size: 8 });
        const model = classifier(cnn(tf, [8, 8, 1], [5, 8], 4), tf.train.adam(0.004));
        const first = onBatches(tf, model, shard(0), { steps: 180 });
        const { xs, ys } = shard(1);
        const second = onBatches(tf, model, { xs: xs.mul(255).round(), ys }, { steps: 180 });
        return {
          target: model,
          train: async () => {
            await first.train();
            await second.train();
          },
        };
      },
    },
  ]),
];
