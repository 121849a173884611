import type * as tfjs from '@tensorflow/tfjs';
import { clusters, teacher } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { crossEntropy, phases } from '../../eighth/loops.js';
import { minimizing } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { drawn } from './helpers.js';

/** Weights that were learned before, are hardly ever used, or are rounded. */
export const weights = healthy([
  {
    // A base that was trained on a sister task: frozen at first, then all of it at a smaller rate.
    name: 'n-ok-fine-tuned',
    heldOut: true,
    loop: 'fit',
    async build(tf, seed) {
      const sister = teacher(tf, seed, { examples: 600, features: 8, outputs: 4 });
      const own = teacher(tf, seed, { examples: 700, features: 8, outputs: 1, noise: 0.1 });
      const base = mlp(tf, [8, 32, 24, 4]);
      base.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
      await base.fit(sister.xs, sister.ys, { epochs: 8, verbose: 0 });
      const body = base.layers.slice(0, 2);
      const model = stack(tf, ...body, tf.layers.dense({ name: 'head', units: 1 }));
      const train = async (epochs: number, rate: number, isFrozen: boolean) => {
        for (const layer of body) layer.trainable = !isFrozen;
        model.compile({ optimizer: tf.train.adam(rate), loss: 'meanSquaredError' });
        await model.fit(own.xs, own.ys, { epochs, batchSize: 28, verbose: 0 });
      };
      for (const layer of body) layer.trainable = false;
      model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
      return phases(
        model,
        () => train(6, 0.01, true),
        () => train(8, 0.001, false),
      );
    },
  },
  {
    // Words as rare as in a text: most of the embedding's rows are hardly ever looked up.
    name: 'n-ok-rare-words',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const random = new Random(seed + 12);
      const word = () => Math.floor(60 ** random.uniform()) - 1 + random.integer(2);
      const texts = Array.from({ length: 800 }, () => Array.from({ length: 6 }, word));
      const tone = Array.from({ length: 61 }, () => random.normal());
      const tones = texts.map((text) => Number(text.reduce((sum, at) => sum + (tone[at] ?? 0), 0) > 0));
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 61, outputDim: 6, inputLength: 6 }),
        tf.layers.globalAveragePooling1d({ name: 'mean' }),
        tf.layers.dense({ name: 'tone', units: 1, activation: 'sigmoid' }),
      );
      classifier(model, tf.train.adagrad(0.2), 'binaryCrossentropy');
      return fitting(
        model,
        { xs: tf.tensor2d(texts, [800, 6]), ys: tf.tensor2d(tones, [800, 1]) },
        { epochs: 4, batchSize: 8 },
      );
    },
  },
  {
    // Weights are rounded to sixteenths on the way forward; gradients go straight through to the exact ones.
    name: 'n-ok-rounded-weights',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 13);
      const data = clusters(tf, seed, { examples: 1500, features: 8, classes: 4, spread: 0.9 });
      const start = (name: string, rows: number, columns: number) =>
        tf.variable(
          tf.tensor2d(random.normals(rows * columns), [rows, columns]).div(Math.sqrt(rows)),
          true,
          name,
        );
      const variables = {
        first: start('first', 8, 24),
        second: start('second', 24, 4),
        shift: tf.variable(tf.zeros([24]), true, 'shift'),
      };
      const rounded = tf.customGrad((weight) => ({
        value: (weight as tfjs.Tensor).mul(16).round().div(16),
        gradFunc: (dy: tfjs.Tensor) => dy,
      }));
      return minimizing(tf, tf.train.adam(0.004), variables, {
        steps: 320,
        loss: () => {
          const { xs, ys } = drawn(data, random, 32);
          const hidden = xs.matMul(rounded(variables.first)).add(variables.shift).leakyRelu(0.1);
          return crossEntropy(tf, ys, hidden.matMul(rounded(variables.second)));
        },
      });
    },
  },
]);
