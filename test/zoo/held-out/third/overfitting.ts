import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sentences, sines, split, teacher, withLabelNoise } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { batches, compiled, minimizing, stacked, streaming } from './loops-b.js';

export const overfitting = sick('overfitting', [
  {
    name: 't-overfit-wide-on-few-rows',
    heldOut: true,
    loop: 'fit',
    mistake: 'Two layers of 64 units learn 64 noisy rows by heart.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 164, features: 10, noise: 0.8 }), 64);
      const model = compiled(mlp(tf, [10, 64, 64, 1]), {
        optimizer: tf.train.adam(0.003),
        loss: 'meanSquaredError',
        metrics: ['mae'],
      });
      return fitting(model, train, { epochs: 50, batchSize: 16, validation: test });
    },
  },
  {
    name: 't-overfit-few-patients',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake:
      'Eighty patients with thirty weak signs each: the network knows every patient after some passes.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 260, classes: 2, features: 30, spread: 0.25 });
      const { train, test } = split(data, 80);
      const random = new Random(seed + 81);
      const matrix = (rows: number, columns: number) =>
        tf.variable(tf.tensor2d(random.normals(rows * columns), [rows, columns]).div(Math.sqrt(rows)));
      const [signs, state, verdict] = [matrix(30, 32), matrix(32, 12), matrix(12, 2)];
      const [bias, base] = [tf.variable(tf.zeros([32])), tf.variable(tf.zeros([2]))];
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) => {
        const hidden = (x as tfjs.Tensor2D)
          .matMul(signs as tfjs.Tensor2D)
          .add(bias)
          .relu();
        const logits = hidden
          .matMul(state as tfjs.Tensor2D)
          .tanh()
          .matMul(verdict as tfjs.Tensor2D)
          .add(base);
        return tf.losses.softmaxCrossEntropy(y, logits);
      };
      return minimizing(tf.train.adam(0.0015), { signs, bias, state, verdict, base }, 400, {
        next: batches(tf, seed, train, 20),
        loss: ([x], [y]) => error(x as tfjs.Tensor, y as tfjs.Tensor),
        evaluate: () => tf.tidy(() => error(test.xs, test.ys).dataSync()[0] ?? Number.NaN),
      });
    },
  },
  {
    name: 't-overfit-wrong-labels',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Two in five labels are wrong, and a wide convolution has the time to learn those too.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 260, length: 12, classes: 3, noise: 0.3 });
      const { train, test } = split(withLabelNoise(tf, seed, { xs, ys }, 0.4), 130);
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv1d({
            name: 'conv',
            filters: 16,
            kernelSize: 5,
            activation: 'relu',
            inputShape: [12, 1],
          }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'hidden', units: 40, activation: 'relu' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return streaming(tf, model, train, { epochs: 40, size: 20, validation: test });
    },
  },
  {
    name: 't-overfit-few-sentences',
    heldOut: true,
    loop: 'fit',
    mistake: 'Ninety sentences, a third of them mislabelled, are read so often that they are known by heart.',
    alsoAllowed: ['overtraining'],
    build(tf, seed) {
      const words = sentences(tf, seed, { examples: 240, words: 36 });
      const { train, test } = split(withLabelNoise(tf, seed, words, 0.35), 90);
      const model = compiled(
        stacked(
          tf,
          tf.layers.embedding({ name: 'words', inputDim: 36, outputDim: 10, inputLength: 10 }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.005), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, train, { epochs: 32, batchSize: 15, validation: test });
    },
  },
]);
