import type * as tfjs from '@tensorflow/tfjs';
import { clusters, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { flats, rings } from './data-b.js';
import { batches, compiled, feeding, minimizing, stacked } from './loops-b.js';
import { times } from './networks-b.js';

export const variableNotTraining = sick('variable-not-training', [
  {
    name: 't-still-rezero-twice-zero',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A residual branch starts at zero twice, by its kernel and by the factor before it: neither moves.',
    layers: ['branch', 'alpha'],
    alsoAllowed: ['vanishing-gradient', 'poor-initialization'],
    build(tf, seed) {
      const random = new Random(seed + 71);
      const matrix = (rows: number, columns: number) =>
        tf.variable(tf.tensor2d(random.normals(rows * columns), [rows, columns]).div(Math.sqrt(rows)));
      const [stem, head] = [matrix(8, 16), matrix(16, 2)];
      const [branch, alpha] = [tf.variable(tf.zeros([16, 16])), tf.variable(tf.scalar(0))];
      const variables = { stem, branch, alpha, head };
      return minimizing(tf.train.momentum(0.02, 0.9), variables, 400, {
        next: batches(tf, seed, teacher(tf, seed, { outputs: 2, noise: 0.1 }), 32),
        updated: () => Object.values(variables),
        loss: ([x], [y]) => {
          const before = (x as tfjs.Tensor2D).matMul(stem as tfjs.Tensor2D).tanh();
          const added = before
            .matMul(branch as tfjs.Tensor2D)
            .tanh()
            .mul(alpha);
          return tf.losses.meanSquaredError(
            y as tfjs.Tensor,
            before.add(added).matMul(head as tfjs.Tensor2D),
          );
        },
      });
    },
  },
  {
    name: 't-still-branch-without-data',
    heldOut: true,
    loop: 'fit',
    mistake:
      'The second input was to be joined from another table, the join failed, and it is filled with zeros.',
    layers: ['history'],
    alsoAllowed: ['inputs-constant', 'vanishing-gradient'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed);
      const [flat, past] = [tf.input({ shape: [6], name: 'flat' }), tf.input({ shape: [5], name: 'past' })];
      const apply = (layer: tfjs.layers.Layer, to: tfjs.SymbolicTensor | tfjs.SymbolicTensor[]) =>
        layer.apply(to) as tfjs.SymbolicTensor;
      const dense = (name: string, units: number, useBias = true) =>
        tf.layers.dense({ name, units, activation: 'tanh', useBias });
      const both = apply(tf.layers.concatenate({ name: 'both' }), [
        apply(dense('now', 14), flat),
        apply(dense('history', 10, false), past),
      ]);
      const price = apply(tf.layers.dense({ name: 'price', units: 1 }), both);
      const model = compiled(tf.model({ inputs: [flat, past], outputs: price }), {
        optimizer: tf.train.adam(0.005),
        loss: 'meanSquaredError',
      });
      return fitting(model, { xs: [xs, tf.zeros([480, 5])], ys }, { epochs: 16, batchSize: 30 });
    },
  },
  {
    name: 't-still-scaled-down-branch',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'A branch is multiplied by 1e-6, where 0.1 was meant, and plain gradient descent never moves it.',
    layers: ['side'],
    alsoAllowed: ['vanishing-gradient'],
    build(tf, seed) {
      const input = tf.input({ shape: [2], name: 'point' });
      const apply = (layer: tfjs.layers.Layer, to: tfjs.SymbolicTensor | tfjs.SymbolicTensor[]) =>
        layer.apply(to) as tfjs.SymbolicTensor;
      const main = apply(tf.layers.dense({ name: 'main', units: 24, activation: 'tanh' }), input);
      const side = apply(tf.layers.dense({ name: 'side', units: 24, activation: 'tanh' }), main);
      const small = apply(times(tf, { name: 'small', factor: 1e-6 }), side);
      const sum = apply(tf.layers.add({ name: 'sum' }), [main, small]);
      const out = apply(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }), sum);
      const model = compiled(tf.model({ inputs: input, outputs: out }), {
        optimizer: tf.train.sgd(0.3),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return feeding(tf, model, 400, batches(tf, seed, rings(tf, seed), 32));
    },
  },
  {
    name: 't-still-rate-by-depth',
    heldOut: true,
    loop: 'custom',
    mistake: 'Rates fall by layer towards the input, a hundredfold each, where a tenth less each was meant.',
    layers: ['layer1', 'layer2'],
    alsoAllowed: ['vanishing-gradient'],
    build(tf, seed) {
      const dense = (name: string, units: number) =>
        tf.layers.dense({ name, units, activation: 'tanh', ...(name === 'layer1' && { inputShape: [10] }) });
      const model = stacked(tf, dense('layer1', 16), dense('layer2', 16), dense('layer3', 12));
      model.add(tf.layers.dense({ name: 'layer4', units: 4 }));
      const next = batches(tf, seed, clusters(tf, seed, { features: 10, classes: 4 }), 32);
      const optimizer = tf.train.sgd(0.3);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 1; step <= 350; step++) {
            const { xs, ys } = next();
            tf.tidy(() => {
              const { value, grads } = tf.variableGrads(
                () =>
                  tf.losses.softmaxCrossEntropy(
                    ys[0] as tfjs.Tensor,
                    model.apply(xs[0] as tfjs.Tensor) as tfjs.Tensor,
                  ) as tfjs.Scalar,
              );
              for (const [name, gradient] of Object.entries(grads)) {
                const depth = Number(/layer(\d)/.exec(name)?.[1]);
                grads[name] = gradient.mul(0.01 ** (4 - depth));
              }
              optimizer.applyGradients(grads);
              vitals?.step({ loss: value });
            });
            tf.dispose([xs, ys]);
            if (step % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
]);
