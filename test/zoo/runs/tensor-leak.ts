import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, spirals, teacher } from '../data.js';
import { batchOf, fitting } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

const softmax = { activation: 'softmax' } as const;

export const tensorLeak = sick('tensor-leak', [
  {
    name: 'leak-losses-kept',
    heldOut: false,
    loop: 'fit',
    mistake: 'A callback keeps the loss of each batch as a tensor, for a chart.',
    build(tf, seed) {
      const chart: tfjs.Tensor[] = [];
      const model = mlp(tf, [8, 32, 16, 3], { out: softmax });
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), {
        epochs: 20,
        callbacks: {
          onBatchEnd: async (_batch, logs) => {
            chart.push(tf.scalar(Number(logs?.loss ?? 0)));
          },
        },
      });
    },
  },
  {
    name: 'leak-cost-not-disposed',
    heldOut: false,
    loop: 'custom',
    mistake: 'A hand-written loop disposes neither its batches nor the loss that minimize returns.',
    build(tf, seed) {
      const data = teacher(tf, seed, { noise: 0.1 });
      const model = mlp(tf, [8, 32, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.momentum(0.02, 0.9);
      return {
        target: optimizer,
        variables: model.trainableWeights,
        train: async (vitals) => {
          for (let step = 0; step < 320; step++) {
            const {
              xs: [x],
              ys: [y],
            } = batchOf(data, step);
            if (!x || !y) throw new Error('training: expected an input and an output, found none');
            const loss = optimizer.minimize(
              () => tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
              true,
            );
            if (loss) vitals?.step({ loss });
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
  {
    name: 'leak-in-metric',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'A metric of the user keeps each result, to plot them all after the training.',
    build(tf, seed) {
      const data = spirals(tf, seed);
      const model = mlp(tf, [2, 24, 24, 2], { hidden: { activation: 'tanh' }, out: softmax });
      const margins: tfjs.Tensor[] = [];
      const margin = (truth: tfjs.Tensor, guess: tfjs.Tensor) => {
        const result = tf.keep(truth.mul(guess).sum(-1));
        margins.push(result);
        return result;
      };
      model.compile({
        optimizer: tf.train.rmsprop(0.003),
        loss: 'categoricalCrossentropy',
        metrics: [margin],
      });
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 300; step++) {
            const { xs, ys } = batchOf(data, step);
            await model.trainOnBatch(xs, ys);
            tf.dispose([xs, ys]);
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
          tf.dispose(margins);
        },
      };
    },
  },
  {
    name: 'leak-in-generator',
    heldOut: false,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'A generator brightens its images outside a tidy: three tensors a batch stay behind.',
    build(tf, seed) {
      const { xs, ys } = blobs(tf, seed);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.adamax(0.005));
      return {
        target: model,
        train: async () => {
          const batches = tf.data.generator(function* () {
            for (let at = 0; at < 512; at += 32) {
              const images = xs.slice(at, 32).mul(1.1).sub(0.05).clipByValue(0, 1);
              yield { xs: images, ys: ys.slice(at, 32) };
            }
          });
          await model.fitDataset(batches, { epochs: 18, verbose: 0 });
        },
      };
    },
  },
  {
    name: 'leak-slices-of-series',
    heldOut: false,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'Each step slices its batch and never disposes it, and asks for a prediction on the side.',
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { length: 6 });
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      regressor(model, tf.train.adagrad(0.1));
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 300; step++) {
            const at = (step % 16) * 32;
            const [x, y] = [xs.slice(at, 32), ys.slice(at, 32)];
            await model.trainOnBatch(x, y);
            if (step % 10 === 9) {
              model.predict(x);
              await new Promise((resolve) => setImmediate(resolve));
            }
          }
        },
      };
    },
  },
]);
