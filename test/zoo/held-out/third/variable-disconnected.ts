import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../data.js';
import { fitting } from '../../loops.js';
import { twoHeads } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { sorting, sums, textures } from './data-b.js';
import { batches, compiled, feeding, minimizing, stacked } from './loops-b.js';
import { forgetfulGate } from './networks-b.js';

export const variableDisconnected = sick('variable-disconnected', [
  {
    name: 't-disconnected-second-head',
    heldOut: true,
    loop: 'custom',
    mistake: 'The network has a head for the size too, but the loss only looks at the kind.',
    layers: ['size'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const model = twoHeads(tf, 8, [18, 12], 4);
      const data = clusters(tf, seed, { classes: 4, spread: 1.2 });
      return minimizing(tf.train.adam(0.004), model, 300, {
        next: batches(tf, seed, data, 24),
        loss: ([x], [y]) => {
          const [kind] = model.apply(x as tfjs.Tensor) as tfjs.Tensor[];
          return tf.losses.softmaxCrossEntropy(y as tfjs.Tensor, (kind as tfjs.Tensor).add(1e-6).log());
        },
      });
    },
  },
  {
    name: 't-disconnected-through-an-array',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The hidden values are read into an array to sort them, so that no gradient passes to what is before.',
    layers: ['wide', 'shift'],
    alsoAllowed: ['variable-not-training', 'loss-stalled'],
    build(tf, seed) {
      const random = new Random(seed + 61);
      const matrix = (rows: number, columns: number) =>
        tf.variable(tf.tensor2d(random.normals(rows * columns), [rows, columns]).div(Math.sqrt(rows)));
      const [wide, narrow] = [matrix(5, 16), matrix(16, 5)];
      const [shift, bias] = [tf.variable(tf.zeros([16])), tf.variable(tf.zeros([5]))];
      return minimizing(tf.train.rmsprop(0.003), { wide, shift, narrow, bias }, 350, {
        next: batches(tf, seed, sorting(tf, seed, { length: 5 }), 32),
        updated: () => [wide, shift, narrow, bias],
        loss: ([x], [y]) => {
          const hidden = (x as tfjs.Tensor2D)
            .matMul(wide as tfjs.Tensor2D)
            .add(shift)
            .tanh();
          const rows = (hidden.arraySync() as number[][]).map((row) => row.sort((a, b) => a - b));
          return tf.losses.huberLoss(
            y as tfjs.Tensor,
            tf
              .tensor2d(rows)
              .matMul(narrow as tfjs.Tensor2D)
              .add(bias),
          );
        },
      });
    },
  },
  {
    name: 't-disconnected-gate-of-a-layer',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A layer of their own has a kernel for its gate, but call() forgets to multiply with the gate.',
    layers: ['gate'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.flatten({ name: 'flat', inputShape: [8, 8, 1] }),
          tf.layers.dense({ name: 'first', units: 16, activation: 'relu' }),
          forgetfulGate(tf, { name: 'gate', units: 12 }),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.003), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, textures(tf, seed), { epochs: 14, batchSize: 24 });
    },
  },
  {
    name: 't-disconnected-placeholder-loss',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The loss of the second output was a placeholder that gives 0, and was never written.',
    layers: ['spread'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const input = tf.input({ shape: [10, 1], name: 'walk' });
      const state = tf.layers.lstm({ name: 'lstm', units: 8 }).apply(input) as tfjs.SymbolicTensor;
      const spread = tf.layers.dense({ name: 'spread', units: 1, activation: 'softplus' }).apply(state);
      const total = tf.layers.dense({ name: 'total', units: 1 }).apply(state);
      const outputs = [total, spread] as tfjs.SymbolicTensor[];
      const model = compiled(tf.model({ inputs: input, outputs }), {
        optimizer: tf.train.adam(0.01),
        loss: [(truth, guess) => tf.losses.meanSquaredError(truth, guess), () => tf.scalar(0)],
      });
      const { xs, ys } = sums(tf, seed);
      return feeding(tf, model, 160, batches(tf, seed, { xs, ys: [ys, ys.abs()] }, 16));
    },
  },
]);
