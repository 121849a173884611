import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { spectra, strokes } from './data.js';
import { applying, batchByBatch, shuffledBatches } from './loops.js';

/** Convolutions, in the plane and along a line. */
export const healthyPictures = healthy([
  {
    name: 'v-ok-strokes',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(strokes(tf, seed, { examples: 800 }), 640);
      const model = tf.sequential();
      model.add(
        tf.layers.conv2d({
          name: 'lines',
          filters: 4,
          kernelSize: 3,
          activation: 'relu',
          inputShape: [9, 9, 1],
        }),
      );
      model.add(tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'mix', units: 24, activation: 'relu' }));
      model.add(tf.layers.dropout({ name: 'drop', rate: 0.2 }));
      model.add(tf.layers.dense({ name: 'kind', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.003)), train, {
        epochs: 8,
        batchSize: 16,
        validation: test,
      });
    },
  },
  {
    name: 'v-ok-separable-and-pooled',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.conv2d({
          name: 'stem',
          filters: 6,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [9, 9, 1],
        }),
      );
      model.add(tf.layers.separableConv2d({ name: 'apart', filters: 12, kernelSize: 2, activation: 'relu' }));
      model.add(tf.layers.globalAveragePooling2d({ name: 'average' }));
      model.add(tf.layers.dense({ name: 'kind', units: 4, activation: 'softmax' }));
      classifier(model, tf.train.adam(0.01));
      const data = strokes(tf, seed, { examples: 800, noise: 0.1 });
      return batchByBatch(tf, model, { steps: 320, batch: shuffledBatches(tf, seed, data, 16) });
    },
  },
  {
    name: 'v-ok-denoising-spectra',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const clean = spectra(tf, seed, { noise: 0 }).xs.slice([0, 0], [-1, 24]).reshape([640, 24, 1]);
      const model = tf.sequential();
      const line = { kernelSize: 5, padding: 'same' } as const;
      model.add(
        tf.layers.conv1d({ name: 'look', filters: 5, ...line, activation: 'elu', inputShape: [24, 1] }),
      );
      model.add(tf.layers.conv1d({ name: 'weigh', filters: 5, ...line, activation: 'elu' }));
      model.add(tf.layers.conv1d({ name: 'draw', filters: 1, ...line }));
      const next = shuffledBatches(tf, seed, { xs: clean, ys: clean }, 12);
      return applying(tf, tf.train.momentum(0.1, 0.9), model, {
        steps: 320,
        cost: (step) => {
          const { x, y } = next(step);
          const noisy = x.add(tf.randomNormal(x.shape, 0, 0.15));
          return tf.losses.meanSquaredError(y, model.apply(noisy) as tfjs.Tensor) as tfjs.Scalar;
        },
        // Clipped by their global norm, which hardly ever reaches 1.
        change: (gradient, all) => {
          const norm = tf.addN(all.map((each) => each.square().sum())).sqrt();
          return gradient.mul(tf.minimum(1, tf.div(1, norm)));
        },
      });
    },
  },
  {
    name: 'v-ok-frozen-base',
    heldOut: true,
    loop: 'trainOnBatch',
    async build(tf, seed) {
      const base = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;
      base.add(tf.layers.conv2d({ name: 'base1', filters: 6, ...strided, inputShape: [9, 9, 1] }));
      base.add(tf.layers.conv2d({ name: 'base2', filters: 8, ...strided }));
      base.add(tf.layers.flatten({ name: 'baseFlat' }));
      const earlier = tf.sequential();
      earlier.add(base);
      earlier.add(tf.layers.dense({ name: 'earlierKind', units: 4, activation: 'softmax' }));
      classifier(earlier, tf.train.adam(0.005));
      const known = strokes(tf, seed + 100, { examples: 480 });
      await earlier.fit(known.xs, known.ys, { epochs: 6, batchSize: 32, verbose: 0 });
      for (const layer of base.layers) layer.trainable = false;
      const model = tf.sequential();
      model.add(base);
      model.add(tf.layers.dense({ name: 'neck', units: 16, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'straight', units: 1, activation: 'sigmoid' }));
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
      // The new question: a straight row or column, or something else.
      const { xs, ys } = strokes(tf, seed, { examples: 640 });
      const straight = ys.slice([0, 0], [-1, 2]).sum(1, true);
      return batchByBatch(tf, model, {
        steps: 300,
        batch: shuffledBatches(tf, seed, { xs, ys: straight }, 24),
      });
    },
  },
]);
