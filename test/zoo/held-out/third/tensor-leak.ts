import type * as tfjs from '@tensorflow/tfjs';
import { clusters, teacher } from '../../data.js';
import { mlp } from '../../networks.js';
import { sick } from '../../run.js';
import { parity, textures } from './data-b.js';
import { batches, compiled, minimizing, stacked } from './loops-b.js';

const pause = () => new Promise((resolve) => setImmediate(resolve));

export const tensorLeak = sick('tensor-leak', [
  {
    name: 't-leak-gradients',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The gradients of variableGrads are clipped and applied, but neither they nor the clipped ones are disposed.',
    build(tf, seed) {
      const model = mlp(tf, [8, 16, 1], { hidden: { activation: 'tanh' } });
      const next = batches(tf, seed, teacher(tf, seed), 32);
      const optimizer = tf.train.sgd(0.05);
      return {
        target: optimizer,
        variables: model.trainableWeights,
        train: async (vitals) => {
          for (let step = 1; step <= 300; step++) {
            const { xs, ys } = next();
            const { value, grads } = tf.variableGrads(
              () =>
                tf.losses.meanSquaredError(
                  ys[0] as tfjs.Tensor,
                  model.apply(xs[0] as tfjs.Tensor) as tfjs.Tensor,
                ) as tfjs.Scalar,
            );
            for (const [name, gradient] of Object.entries(grads)) grads[name] = gradient.clipByValue(-1, 1);
            optimizer.applyGradients(grads);
            vitals?.step({ loss: value });
            tf.dispose([xs, ys, value]);
            if (step % 10 === 0) await pause();
          }
        },
      };
    },
  },
  {
    name: 't-leak-batches',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Each batch is gathered into new tensors, and none is disposed after its step.',
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv2d({
            name: 'conv',
            filters: 6,
            kernelSize: 3,
            strides: 2,
            activation: 'elu',
            inputShape: [8, 8, 1],
          }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy' },
      );
      const next = batches(tf, seed, textures(tf, seed), 16);
      return {
        target: model,
        train: async () => {
          for (let step = 1; step <= 220; step++) {
            const { xs, ys } = next();
            await model.trainOnBatch(xs, ys);
            if (step % 8 === 0) await pause();
          }
        },
      };
    },
  },
  {
    name: 't-leak-predictions-of-callback',
    heldOut: true,
    loop: 'fit',
    mistake: 'A callback predicts a few examples after each batch to show them, and keeps what it gets.',
    build(tf, seed) {
      const { xs, ys } = parity(tf, seed, { deciding: 2 });
      const model = compiled(
        mlp(tf, [6, 16, 1], { hidden: { activation: 'tanh' }, out: { activation: 'sigmoid' } }),
        { optimizer: tf.train.adam(0.01), loss: 'binaryCrossentropy', metrics: ['accuracy'] },
      );
      const shown = xs.slice(0, 4);
      return {
        target: model,
        train: async () => {
          await model.fit(xs, ys, {
            epochs: 12,
            batchSize: 32,
            verbose: 0,
            callbacks: { onBatchEnd: async () => void (model.predict(shown) as tfjs.Tensor).round() },
          });
        },
      };
    },
  },
  {
    name: 't-leak-states-of-each-step',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake: 'The loop keeps the logits of every step in a list, for a plot that is never drawn.',
    build(tf, seed) {
      const model = mlp(tf, [10, 20, 3], { hidden: { activation: 'relu' } });
      const history: tfjs.Tensor[] = [];
      const data = clusters(tf, seed, { features: 10, spread: 0.8 });
      return minimizing(tf.train.rmsprop(0.003), model, 350, {
        next: batches(tf, seed, data, 32),
        loss: ([x], [y]) => {
          const logits = model.apply(x as tfjs.Tensor) as tfjs.Tensor;
          history.push(tf.keep(logits.softmax()));
          return tf.losses.softmaxCrossEntropy(y as tfjs.Tensor, logits);
        },
      });
    },
  },
]);
