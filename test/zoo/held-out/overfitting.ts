import type * as tfjs from '@tensorflow/tfjs';
import { split, withLabelNoise } from '../data.js';
import { fitting, fittingDataset } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { sick } from '../run.js';
import { flags, friedman, ratings, walks } from './part2-data.js';

export const overfitting = sick('overfitting', [
  {
    name: 'h-overfit-more-columns-than-rows',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A linear classifier has 300 random flags for each of 90 customers and learns them by heart.',
    build(tf, seed) {
      const random = new Random(seed + 3);
      const known = withLabelNoise(tf, seed, flags(tf, seed, { examples: 290 }), 0.3);
      const noise = tf.tensor2d(
        Array.from({ length: 290 * 276 }, () => Number(random.uniform() < 0.3)),
        [290, 276],
      );
      const { train, test } = split({ xs: known.xs.concat(noise, 1), ys: known.ys }, 90);
      const model = classifier(mlp(tf, [300, 3], { out: { activation: 'softmax' } }), tf.train.adagrad(0.1));
      return fittingDataset(tf, model, train, { epochs: 90, validation: test });
    },
  },
  {
    name: 'h-overfit-random-features',
    heldOut: true,
    loop: 'fit',
    mistake: 'Sixty cosines are fitted to 40 noisy points of a curve, all points in each step.',
    build(tf, seed) {
      const random = new Random(seed + 5);
      const at = Array.from({ length: 240 }, () => 2 * random.uniform() - 1);
      const xs = tf.tensor2d(
        at.flatMap((x) => Array.from({ length: 60 }, (_, k) => Math.cos(0.8 * k * (x + 1.3)))),
        [240, 60],
      );
      const ys = tf.tensor2d(
        at.map((x) => Math.sin(3 * x) + 0.5 * random.normal()),
        [240, 1],
      );
      const { train, test } = split({ xs, ys }, 40);
      const model = regressor(mlp(tf, [60, 1]), tf.train.adam(0.1));
      return fitting(model, train, { epochs: 300, batchSize: 40, validation: test });
    },
  },
  {
    name: 'h-overfit-ratings',
    heldOut: true,
    loop: 'fit',
    mistake: 'Sixteen factors for each of 40 users and 30 items, learned from 240 ratings.',
    build(tf, seed) {
      const { user, item, rating } = ratings(tf, seed, { examples: 640, noise: 0.9 });
      const factors = (name: string, inputDim: number, input: tfjs.SymbolicTensor) => {
        const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.2 });
        const layer = tf.layers.embedding({ name, inputDim, outputDim: 16, embeddingsInitializer });
        const flat = tf.layers.flatten({ name: `${name}Flat` });
        return flat.apply(layer.apply(input)) as tfjs.SymbolicTensor;
      };
      const inputs = [
        tf.input({ shape: [1], name: 'user' }),
        tf.input({ shape: [1], name: 'item' }),
      ] as const;
      const guess = tf.layers
        .dot({ name: 'rating', axes: 1 })
        .apply([factors('users', 40, inputs[0]), factors('items', 30, inputs[1])]) as tfjs.SymbolicTensor;
      const model = regressor(tf.model({ inputs: [...inputs], outputs: guess }), tf.train.adam(0.02));
      const part = (from: number, size: number) => ({
        xs: [user.slice(from, size), item.slice(from, size)],
        ys: rating.slice(from, size),
      });
      return fitting(model, part(0, 240), { epochs: 26, batchSize: 24, validation: part(240, 400) });
    },
  },
  {
    name: 'h-overfit-few-walks',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'A wide convolution over time is trained on 80 walks; the program evaluates every 20 steps.',
    build(tf, seed) {
      const all = withLabelNoise(tf, seed, walks(tf, seed, { examples: 280, length: 10, channels: 3 }), 0.3);
      const { train, test } = split(all, 80);
      const model = tf.sequential();
      const args = { filters: 48, kernelSize: 3, activation: 'selu' } as const;
      model.add(tf.layers.conv1d({ name: 'conv1', ...args, inputShape: [10, 3] }));
      model.add(tf.layers.conv1d({ name: 'conv2', ...args }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      classifier(model, tf.train.adamax(0.005));
      return {
        target: model,
        train: async (vitals) => {
          for (let step = 0; step < 280; step++) {
            const at = (step % 4) * 20;
            const [xs, ys] = [train.xs.slice(at, 20), train.ys.slice(at, 20)];
            await model.trainOnBatch(xs, ys);
            tf.dispose([xs, ys]);
            if (step % 20 !== 19) continue;
            const results = model.evaluate(test.xs, test.ys, { batchSize: 200, verbose: 0 }) as tfjs.Scalar[];
            const [loss, accuracy] = results.map((result) => result.dataSync()[0] ?? 0);
            if (loss !== undefined && accuracy !== undefined) vitals?.evaluation({ loss, accuracy });
            tf.dispose(results);
          }
        },
      };
    },
  },
  {
    name: 'h-overfit-deep-regression',
    heldOut: true,
    loop: 'custom',
    mistake: 'A hand-written loop trains a layer-normalised network on 72 noisy examples.',
    build(tf, seed) {
      const { train, test } = split(friedman(tf, seed, { examples: 272, noise: 1.1 }), 72);
      const model = mlp(tf, [10, 48, 24, 1], {
        hidden: { activation: 'elu' },
        between: (number) => [tf.layers.layerNormalization({ name: `norm${number}` })],
      });
      const optimizer = tf.train.adam(0.002);
      const weights = model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
      const error = ({ xs, ys }: typeof train) =>
        tf.losses.huberLoss(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
      const batches = Array.from({ length: 3 }, (_, k) => split(split(train, 24 * k).test, 24).train);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const batch = batches[step % 3];
            if (!batch) throw new Error('training: expected a batch, found none');
            const loss = optimizer.minimize(() => error(batch), true, weights);
            if (loss) vitals?.step({ loss });
            loss?.dispose();
            if (step % 15 === 14) {
              const valid = tf.tidy(() => error(test));
              vitals?.evaluation({ loss: valid });
              valid.dispose();
              await new Promise((resolve) => setImmediate(resolve));
            }
          }
        },
      };
    },
  },
]);
