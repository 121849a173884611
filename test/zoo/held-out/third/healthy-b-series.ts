import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../data.js';
import { fitting } from '../../loops.js';
import { Random } from '../../random.js';
import { healthy } from '../../run.js';
import { sums, trend } from './data-b.js';
import { compiled, feeding, stacked } from './loops-b.js';

/** Waves of one of three shapes, [count, 16, 1], the class as one-hot. */
function waves(random: Random, count: number, noise: number): { xs: number[][][]; ys: number[][] } {
  const labels = Array.from({ length: count }, () => random.integer(3));
  const xs = labels.map((label) => {
    const phase = 2 * Math.PI * random.uniform();
    return Array.from({ length: 16 }, (_, t) => {
      const sine = Math.sin(0.9 * t + phase);
      return [
        ([sine, Math.sign(sine) * 0.7, Math.sin(1.8 * t + phase)][label] ?? 0) + noise * random.normal(),
      ];
    });
  });
  return { xs, ys: labels.map((label) => [0, 1, 2].map((kind) => Number(kind === label))) };
}

export const healthySeries = healthy([
  {
    name: 't-fine-next-hours',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = trend(tf, seed, { examples: 380, slope: 0.003, level: -0.6, noise: 0.15 });
      const { train, test } = split({ xs: xs.slice([0, 6], [-1, 8]), ys }, 300);
      const model = compiled(
        stacked(
          tf,
          tf.layers.lstm({ name: 'lstm', units: 8, inputShape: [8, 1] }),
          tf.layers.dense({ name: 'next', units: 1 }),
        ),
        { optimizer: tf.train.adam(0.006), loss: 'meanSquaredError', metrics: ['mae'] },
      );
      return fitting(model, train, { epochs: 9, batchSize: 15, validation: test });
    },
  },
  {
    name: 't-fine-running-sum',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.simpleRNN({ name: 'rnn', units: 12, inputShape: [10, 1] }),
          tf.layers.dense({ name: 'sum', units: 1 }),
        ),
        { optimizer: tf.train.rmsprop(0.002), loss: 'meanAbsoluteError' },
      );
      return fitting(model, sums(tf, seed), { epochs: 12, batchSize: 28, validationSplit: 0.15 });
    },
  },
  {
    name: 't-fine-generated-waves',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const random = new Random(seed + 403);
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv1d({
            name: 'conv',
            filters: 10,
            kernelSize: 5,
            activation: 'relu',
            inputShape: [16, 1],
          }),
          tf.layers.globalAveragePooling1d({ name: 'pool' }),
          tf.layers.dense({ name: 'hidden', units: 12, activation: 'relu' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.008), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      const source = function* () {
        const { xs, ys } = waves(random, 480, 0.15);
        for (const [at, x] of xs.entries()) yield { xs: x, ys: ys[at] };
      };
      const dataset = tf.data
        .generator(source as unknown as () => Generator<tfjs.TensorContainer>)
        .shuffle(64, 'waves')
        .batch(24) as tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>;
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset, { epochs: 12, verbose: 0 });
        },
      };
    },
  },
  {
    name: 't-fine-curriculum',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const random = new Random(seed + 404);
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv1d({
            name: 'conv',
            filters: 12,
            kernelSize: 6,
            activation: 'elu',
            inputShape: [16, 1],
          }),
          tf.layers.globalMaxPooling1d({ name: 'peak' }),
          tf.layers.dense({ name: 'hidden', units: 12, activation: 'tanh' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy' },
      );
      return feeding(tf, model, 250, (step) => {
        const { xs, ys } = waves(random, 32, 0.03 + 0.12 * (step / 250));
        return { xs: tf.tensor3d(xs), ys: tf.tensor2d(ys) };
      });
    },
  },
]);
