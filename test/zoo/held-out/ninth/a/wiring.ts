import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sines, teacher } from '../../../data.js';
import { custom } from '../../../loops.js';
import { mlp, twoHeads } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { crossEntropy, plainStep, training } from '../../eighth/loops.js';
import { minimizing, rows, squaredError } from '../../loops.js';
import { stack } from '../../part2-networks.js';

export const notTraining = sick('variable-not-training', [
  {
    // Weights are rounded to eighths on the way forward, as on the device the network is meant for.
    heldOut: true,
    name: 'n-not-training-rounded-weights',
    loop: 'custom',
    mistake: 'Rounding has no slope, and nothing lets the gradient past it.',
    layers: ['rounded'],
    alsoAllowed: ['variable-disconnected', 'vanishing-gradient'],
    build(tf, seed) {
      const random = new Random(seed + 3);
      const normal = (rows: number, columns: number) =>
        tf.variable(tf.tensor2d(random.normals(rows * columns), [rows, columns]).div(Math.sqrt(rows)));
      const net = {
        'rounded/kernel': normal(8, 20),
        'middle/bias': tf.variable(tf.zeros([20])),
        'out/kernel': normal(20, 3),
      };
      return custom(tf, tf.train.adam(0.01), net, clusters(tf, seed, { examples: 960 }), {
        steps: 280,
        loss: (x, y) => {
          const kernel = net['rounded/kernel'].mul(8).round().div(8);
          const hidden = x.matMul(kernel).add(net['middle/bias']).relu();
          return crossEntropy(tf, y, hidden.matMul(net['out/kernel']));
        },
      });
    },
  },
  {
    // A low-rank adapter beside a layer that is kept as it was.
    heldOut: true,
    name: 'n-not-training-adapter-of-zeros',
    loop: 'custom',
    mistake: 'Both factors of the adapter start at zero, so that neither ever has a gradient.',
    layers: ['adapter'],
    alsoAllowed: ['poor-initialization', 'vanishing-gradient'],
    build(tf, seed) {
      const random = new Random(seed + 4);
      const data = teacher(tf, seed, { examples: 1280, features: 10, noise: 0.1 });
      const kept = tf.tensor2d(random.normals(160), [10, 16]).mul(0.3);
      const net = {
        'adapter/down': tf.variable(tf.zeros([10, 3])),
        'adapter/up': tf.variable(tf.zeros([3, 16])),
        'head/kernel': tf.variable(tf.tensor2d(random.normals(16), [16, 1]).mul(0.2)),
        'head/bias': tf.variable(tf.scalar(0)),
      };
      const optimizer = tf.train.momentum(0.03, 0.9);
      const step = (index: number) => {
        const { xs, ys } = rows(data, index);
        const told = plainStep(tf, optimizer, Object.values(net), () => {
          const hidden = xs.matMul(kept).add(xs.matMul(net['adapter/down']).matMul(net['adapter/up'])).tanh();
          const guess = hidden.matMul(net['head/kernel']).add(net['head/bias']);
          return tf.losses.meanSquaredError(ys, guess) as tfjs.Scalar;
        });
        tf.dispose([xs, ys]);
        return told;
      };
      return training(tf, { target: optimizer, variables: net }, { steps: 300, step });
    },
  },
]);

export const disconnected = sick('variable-disconnected', [
  {
    // Two heads; the second task's loss was taken out of the sum for a while and not put back.
    heldOut: true,
    name: 'n-disconnected-second-head',
    loop: 'custom',
    mistake: "The loss leaves out the second head's output.",
    layers: ['size'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const { xs, ys: kinds } = clusters(tf, seed, { examples: 960, features: 7 });
      const sizes = xs.slice([0, 0], [960, 2]).sum(1, true);
      const model = twoHeads(tf, 7, [24, 16], 3, { activation: 'elu' });
      const [share] = [0];
      return minimizing(tf, tf.train.rmsprop(0.003), model, {
        steps: 280,
        loss: (step) => {
          const batch = rows({ xs, ys: kinds }, step);
          const [kind, size] = model.apply(batch.xs) as tfjs.Tensor[];
          if (!kind || !size) throw new Error('training: expected two outputs');
          const first = tf.metrics.categoricalCrossentropy(batch.ys, kind).mean() as tfjs.Scalar;
          if (!share) return first;
          const truth = rows({ xs, ys: sizes }, step).ys;
          return first.add(tf.losses.meanSquaredError(truth, size).mul(share)) as tfjs.Scalar;
        },
      });
    },
  },
  {
    // Series are encoded before the step, outside of what is differentiated.
    heldOut: true,
    name: 'n-disconnected-encoder-before-the-step',
    loop: 'custom',
    mistake: 'The encoder runs outside the function that is minimised: no gradient comes back to it.',
    layers: ['encoder'],
    alsoAllowed: ['variable-not-training', 'vanishing-gradient'],
    build(tf, seed) {
      const random = new Random(seed + 8);
      const data = sines(tf, seed, { examples: 960, length: 10 });
      const net = {
        'encoder/kernel': tf.variable(tf.tensor2d(random.normals(60), [10, 6]).div(3.2)),
        'head/kernel': tf.variable(tf.tensor2d(random.normals(6), [6, 1]).div(2.4)),
        'head/bias': tf.variable(tf.zeros([1])),
      };
      const optimizer = tf.train.adam(0.01);
      const encode = (xs: tfjs.Tensor) => xs.reshape([-1, 10]).matMul(net['encoder/kernel']).tanh();
      const step = (index: number) => {
        const { xs, ys } = rows(data, index);
        const codes = tf.tidy(() => encode(xs));
        const told = plainStep(tf, optimizer, Object.values(net), () => {
          const guess = codes.matMul(net['head/kernel']).add(net['head/bias']);
          return tf.losses.meanSquaredError(ys, guess) as tfjs.Scalar;
        });
        tf.dispose([xs, ys, codes]);
        return told;
      };
      return training(tf, { target: optimizer, variables: net }, { steps: 300, step });
    },
  },
]);

export const leaks = sick('tensor-leak', [
  {
    // The course of the loss is kept for a plot, as tensors.
    heldOut: true,
    name: 'n-leak-losses-kept-for-a-plot',
    loop: 'custom',
    mistake: 'A copy of each loss is pushed to a list and never read back nor disposed of.',
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 960, features: 6, noise: 0.2 });
      const model = mlp(tf, [6, 20, 1], { hidden: { activation: 'softplus' } });
      const kept: tfjs.Tensor[] = [];
      return minimizing(tf, tf.train.adam(0.01), model, {
        steps: 300,
        loss: (step) => squaredError(tf, model, rows(data, step)),
        report: (cost) => {
          const smooth = kept.at(-1)?.mul(0.9).add(cost.mul(0.1)) ?? cost.clone();
          kept.push(tf.keep(smooth));
          return cost.clone();
        },
      });
    },
  },
  {
    // Noise is added to each batch, by steps of which one is not disposed of.
    heldOut: true,
    name: 'n-leak-augmented-batches',
    loop: 'trainOnBatch',
    mistake: 'The noise, and the batch before it, are left behind at every step.',
    build(tf, seed) {
      const data = sines(tf, seed, { examples: 960, length: 10, classes: 3 });
      const model = stack(
        tf,
        tf.layers.flatten({ name: 'flat', inputShape: [10, 1] }),
        tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      model.compile({ optimizer: tf.train.adam(0.005), loss: 'categoricalCrossentropy' });
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 260; step++) {
            const { xs, ys } = rows(data, step);
            const noisy = xs.add(tf.randomNormal(xs.shape, 0, 0.05));
            await model.trainOnBatch(noisy, ys);
            tf.dispose([noisy, ys]);
          }
        },
      };
    },
  },
]);
