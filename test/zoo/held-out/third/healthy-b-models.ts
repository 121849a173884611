import type * as tfjs from '@tensorflow/tfjs';
import { clusters, oneHot, split, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp, twoHeads } from '../../networks.js';
import { healthy } from '../../run.js';
import { flats, parity, ratings } from './data-b.js';
import { batches, compiled, feeding, stacked } from './loops-b.js';

const apply = (layer: tfjs.layers.Layer, to: tfjs.SymbolicTensor | tfjs.SymbolicTensor[]) =>
  layer.apply(to) as tfjs.SymbolicTensor;

export const healthyModels = healthy([
  {
    name: 't-fine-who-rates-what',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { users, items, ys } = ratings(tf, seed, { examples: 1200, users: 16, items: 12, noise: 0.3 });
      const column = (name: string, inputDim: number) => {
        const input = tf.input({ shape: [1], name: `${name}Number` });
        const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.4 });
        const row = apply(
          tf.layers.embedding({ name, inputDim, outputDim: 4, inputLength: 1, embeddingsInitializer }),
          input,
        );
        return { input, vector: apply(tf.layers.flatten({ name: `${name}Row` }), row) };
      };
      const [user, item] = [column('users', 16), column('items', 12)];
      const stars = apply(tf.layers.dot({ axes: -1, name: 'stars' }), [user.vector, item.vector]);
      const model = compiled(tf.model({ inputs: [user.input, item.input], outputs: stars }), {
        optimizer: tf.train.adam(0.01),
        loss: 'meanSquaredError',
      });
      return fitting(model, { xs: [users, items], ys }, { epochs: 12, batchSize: 40 });
    },
  },
  {
    name: 't-fine-error-in-euros',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const euros = (truth: tfjs.Tensor, guess: tfjs.Tensor) =>
        tf.tidy(() => truth.sub(guess).abs().mul(120_000).mean());
      const { train, test } = split(flats(tf, seed, { examples: 560 }), 420);
      const model = compiled(mlp(tf, [6, 20, 10, 1], { hidden: { activation: 'tanh' } }), {
        optimizer: tf.train.momentum(0.01, 0.9),
        loss: 'meanSquaredError',
        metrics: [euros],
      });
      return fitting(model, train, { epochs: 12, batchSize: 28, validation: test });
    },
  },
  {
    name: 't-fine-kind-and-size',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 640, features: 9, classes: 4, spread: 1.2 });
      const size = xs.slice([0, 0], [-1, 3]).tanh().sum(1, true);
      const model = compiled(twoHeads(tf, 9, [24, 16], 4, { activation: 'elu' }), {
        optimizer: tf.train.adam(0.004),
        loss: ['categoricalCrossentropy', 'meanSquaredError'],
      });
      return feeding(tf, model, 300, batches(tf, seed, { xs, ys: [ys, size] }, 24));
    },
  },
  {
    name: 't-fine-mild-penalty',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l1l2({ l1: 1e-4, l2: 5e-4 });
      const { train, test } = split(clusters(tf, seed, { examples: 640, features: 12, classes: 4 }), 480);
      const model = compiled(
        stacked(
          tf,
          tf.layers.dense({
            name: 'wide',
            units: 40,
            activation: 'relu',
            kernelRegularizer,
            inputShape: [12],
          }),
          tf.layers.dropout({ name: 'drop', rate: 0.4 }),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax', kernelRegularizer }),
        ),
        { optimizer: tf.train.adam(0.003), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, train, { epochs: 14, batchSize: 32, validation: test });
    },
  },
  {
    name: 't-fine-tuned-by-another-loss',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = teacher(tf, seed, { examples: 480, features: 5, hidden: 4, noise: 0.1 });
      const model = mlp(tf, [5, 20, 10, 1], { hidden: { activation: 'tanh' } });
      model.compile({ optimizer: tf.train.adam(0.005), loss: 'meanSquaredError' });
      return {
        target: model,
        train: async () => {
          await model.fit(xs, ys, { epochs: 3, batchSize: 24, verbose: 0 });
          model.compile({ optimizer: tf.train.adam(0.004), loss: 'meanAbsoluteError' });
          await model.fit(xs, ys, { epochs: 8, batchSize: 24, verbose: 0 });
        },
      };
    },
  },
  {
    name: 't-fine-bits-that-differ',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = parity(tf, seed, { examples: 480, bits: 4, deciding: 2, low: 0 });
      const model = compiled(
        mlp(tf, [4, 24, 2], { hidden: { activation: 'relu' }, out: { activation: 'softmax' } }),
        { optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      const odd = oneHot(tf, Array.from(ys.dataSync()), 2);
      return fitting(model, { xs, ys: odd }, { epochs: 14, batchSize: 32, validationSplit: 0.2 });
    },
  },
]);
