import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, setLearningRate } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { byHand, feeding, take } from './loop.js';
import { gratings, shapes } from './pictures.js';
import { load, reviews } from './series.js';
import { churn, rings } from './tables.js';

const apply = (layer: tfjs.layers.Layer, ...from: tfjs.SymbolicTensor[]) =>
  layer.apply(from.length === 1 && from[0] ? from[0] : from) as tfjs.SymbolicTensor;

/** Pictures, depth and recurrence. */
export const healthyNetworks = healthy([
  {
    name: 'u-ok-gratings',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(gratings(tf, seed, { examples: 900, size: 8, noise: 0.05 }), 640);
      const model = tf.sequential();
      const conv = { kernelSize: 4, strides: 2, activation: 'relu', kernelInitializer: 'heNormal' } as const;
      model.add(tf.layers.conv2d({ name: 'edges', filters: 8, ...conv, inputShape: [8, 8, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'direction', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.006)), train, { epochs: 15, validation: test });
    },
  },
  {
    name: 'u-ok-shapes-warm-restarts',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = shapes(tf, seed, { examples: 960, size: 10, noise: 0.05 });
      const optimizer = tf.train.momentum(0.02, 0.9);
      const model = tf.sequential();
      const conv = { kernelSize: 3, strides: 3, useBias: false } as const;
      model.add(tf.layers.conv2d({ name: 'strokes', filters: 6, ...conv, inputShape: [10, 10, 1] }));
      model.add(tf.layers.batchNormalization({ name: 'normalize' }));
      model.add(tf.layers.reLU({ name: 'rectify' }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'shape', units: 4, activation: 'softmax' }));
      return feeding(
        tf,
        classifier(model, optimizer),
        320,
        (step) => {
          const { x, y } = take(data, step);
          return { xs: x, ys: y };
        },
        (step) => setLearningRate(optimizer, 0.003 + 0.01 * (1 + Math.cos((Math.PI * (step % 80)) / 80))),
      );
    },
  },
  {
    name: 'u-ok-residual-rings',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(rings(tf, seed, { examples: 800, noise: 0.05 }), 640);
      const input = tf.input({ shape: [2], name: 'place' });
      let x = apply(tf.layers.dense({ name: 'stem', units: 16 }), input);
      for (let block = 1; block <= 4; block++) {
        const inner = apply(tf.layers.dense({ name: `block${block}`, units: 16, activation: 'relu' }), x);
        x = apply(tf.layers.add({ name: `sum${block}` }), x, inner);
      }
      const out = apply(tf.layers.dense({ name: 'ring', units: 3, activation: 'softmax' }), x);
      const model = classifier(tf.model({ inputs: input, outputs: out }), tf.train.adam(0.0015));
      return fittingDataset(tf, model, train, { epochs: 15, validation: test });
    },
  },
  {
    name: 'u-ok-selu-ten-layers',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(churn(tf, seed, { examples: 2400, noise: 0.4 }), 2048);
      const model = tf.sequential();
      const selu = { units: 16, activation: 'selu', kernelInitializer: 'leCunNormal' } as const;
      for (let number = 1; number <= 10; number++)
        model.add(
          tf.layers.dense({ name: `layer${number}`, ...selu, ...(number === 1 && { inputShape: [10] }) }),
        );
      model.add(tf.layers.dense({ name: 'leaves', units: 2, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.sgd(0.02)), train, { epochs: 5, validation: test });
    },
  },
  {
    name: 'u-ok-reviews-recurrent',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { train, test } = split(
        reviews(tf, seed, { examples: 1500, length: 7, words: 24, bias: 0.8 }),
        1280,
      );
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 24, outputDim: 4, inputLength: 7 }));
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 8 }));
      model.add(tf.layers.dense({ name: 'mood', units: 2, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.004)), train, { epochs: 7, validation: test });
    },
  },
  {
    name: 'u-ok-gru-clipped',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(load(tf, seed, { examples: 1152, length: 6, noise: 0.1 }), 1024);
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 10, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'next', units: 1 }));
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.absoluteDifference(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      return byHand(tf, {
        optimizer: tf.train.adam(0.006),
        trained: model,
        steps: 300,
        clip: 1,
        loss: (step) => {
          const { x, y } = take(train, step);
          return error(x, y);
        },
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
]);
