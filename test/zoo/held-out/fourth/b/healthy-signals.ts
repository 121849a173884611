import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { healthy } from '../../../run.js';
import { comments, glyphs, oscillator, vibrations } from './signals.js';
import { batches, byGradients, drawn } from './steps.js';

type Symbolic = tfjs.SymbolicTensor;

export const healthySignals = healthy([
  {
    name: 'u-ok-words-with-dropout',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(comments(tf, seed, { examples: 580, share: 0.55 }), 448);
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 32, outputDim: 6, inputLength: 8 }));
      model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
      model.add(tf.layers.dropout({ name: 'drop', rate: 0.25 }));
      model.add(tf.layers.dense({ name: 'topic', units: 4, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.012),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return fitting(model, train, { epochs: 12, batchSize: 16, validation: test });
    },
  },
  {
    name: 'u-ok-oscillator-clipped-gradients',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(oscillator(tf, seed, { examples: 660, length: 8 }), 560);
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 10, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'next', units: 1 }));
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Tensor;
      return byGradients(tf, tf.train.adam(0.004), model, train, {
        steps: 300,
        batch: 20,
        seed,
        treat: (gradients) => {
          const all = Object.values(gradients).map((gradient) => gradient.square().sum());
          const norm = tf.addN(all).sqrt();
          const factor = norm.maximum(1).reciprocal();
          return Object.fromEntries(
            Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(factor)]),
          );
        },
        loss: ([x], [y]) => error(x as tfjs.Tensor, y as tfjs.Tensor),
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
  {
    name: 'u-ok-machines-normalised-by-batch',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(vibrations(tf, seed, { examples: 620 }), 480);
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({ name: 'filters', filters: 6, kernelSize: 5, strides: 3, inputShape: [24, 2] }),
      );
      model.add(tf.layers.batchNormalization({ name: 'norm' }));
      model.add(tf.layers.activation({ name: 'bend', activation: 'relu' }));
      model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
      model.add(tf.layers.dense({ name: 'state', units: 3, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.01),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(batches(tf, train, 24), {
            epochs: 15,
            verbose: 0,
            validationData: batches(tf, test, 70),
          });
        },
      };
    },
  },
  {
    name: 'u-ok-glyph-and-note',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // A picture, and a note of it that is right for two of three.
      const { xs, ys } = glyphs(tf, seed, { examples: 640, noise: 0.3 });
      const note = tf.tidy(() => {
        const wrong = tf.concat([ys.slice(213), ys.slice(0, 213)]);
        const right = tf.range(0, 640).mod(tf.scalar(3)).greater(0).expandDims(1).toFloat();
        return ys.mul(right).add(wrong.mul(tf.scalar(1).sub(right)));
      });
      const picture = tf.input({ shape: [8, 8, 1], name: 'picture' });
      const said = tf.input({ shape: [5], name: 'note' });
      const strided = { filters: 8, kernelSize: 3, strides: 2, activation: 'relu' } as const;
      const edges = tf.layers.conv2d({ name: 'edges', ...strided }).apply(picture) as Symbolic;
      const row = tf.layers.flatten({ name: 'row' }).apply(edges) as Symbolic;
      const both = tf.layers.concatenate({ name: 'both' }).apply([row, said]) as Symbolic;
      const shape = tf.layers
        .dense({ name: 'shape', units: 5, activation: 'softmax' })
        .apply(both) as Symbolic;
      const model = tf.model({ inputs: [picture, said], outputs: shape });
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return drawn(tf, model, { xs: [xs, note], ys }, { steps: 320, batch: 24, seed });
    },
  },
  {
    name: 'u-ok-glyphs-without-noise',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const clean = glyphs(tf, seed, { examples: 760, noise: 0 }).xs.reshape([-1, 64]);
      const noise = tf.randomNormal([760, 64], 0, 0.2);
      const { train, test } = split({ xs: clean.add(noise).clipByValue(0, 1), ys: clean }, 600);
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'encoder', units: 40, activation: 'elu', inputShape: [64] }));
      model.add(tf.layers.dropout({ name: 'drop', rate: 0.1 }));
      model.add(tf.layers.dense({ name: 'code', units: 20, activation: 'elu' }));
      model.add(tf.layers.dense({ name: 'pixels', units: 64, activation: 'sigmoid' }));
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'binaryCrossentropy' });
      return fitting(model, train, { epochs: 18, batchSize: 30, validation: test });
    },
  },
]);
