import type * as tfjs from '@tensorflow/tfjs';
import { sines, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { sick } from '../../run.js';
import { flats, textures } from './data-b.js';
import { batches, compiled, feeding, minimizing, stacked } from './loops-b.js';

export const regularizationDominates = sick('regularization-dominates', [
  {
    name: 't-penalty-l2-of-one',
    heldOut: true,
    loop: 'fit',
    mistake: 'An l2 of 1 on each kernel, where 0.001 was meant.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'vanishing-gradient'],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 1 });
      const model = compiled(
        mlp(tf, [6, 20, 12, 1], {
          hidden: { activation: 'tanh', kernelRegularizer },
          out: { kernelRegularizer },
        }),
        { optimizer: tf.train.adam(0.005), loss: 'meanSquaredError', metrics: ['mse'] },
      );
      return fitting(model, flats(tf, seed), { epochs: 18, batchSize: 30 });
    },
  },
  {
    name: 't-penalty-l1-on-textures',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'The l1 for sparse filters is 0.05 a weight, a hundred times what these weights can bear.',
    layers: ['conv', 'out'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'class-collapse'],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l1({ l1: 0.05 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv2d({
            name: 'conv',
            filters: 6,
            kernelSize: 3,
            strides: 2,
            activation: 'elu',
            kernelRegularizer,
            inputShape: [8, 8, 1],
          }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax', kernelRegularizer }),
        ),
        { optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return feeding(tf, model, 260, batches(tf, seed, textures(tf, seed), 24));
    },
  },
  {
    name: 't-penalty-on-waves',
    heldOut: true,
    loop: 'fit',
    mistake: 'An l2 of 0.3 on the kernels of a small network for waves, copied from a much larger one.',
    layers: ['wave', 'out'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'class-collapse', 'vanishing-gradient', 'dead-relu'],
    build(tf, seed) {
      const kernelRegularizer = tf.regularizers.l2({ l2: 0.3 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv1d({
            name: 'wave',
            filters: 12,
            kernelSize: 5,
            activation: 'relu',
            inputShape: [12, 1],
            kernelRegularizer,
          }),
          tf.layers.globalAveragePooling1d({ name: 'pool' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax', kernelRegularizer }),
        ),
        { optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      const data = sines(tf, seed, { examples: 400, length: 12, classes: 3 });
      return fitting(model, data, { epochs: 12, batchSize: 20 });
    },
  },
  {
    name: 't-penalty-by-hand',
    heldOut: true,
    loop: 'custom',
    mistake: 'Three times the sum of squares of all kernels is added to the loss, where 3e-4 was meant.',
    layers: ['hidden1', 'out'],
    alsoAllowed: ['loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      const kernels = () => model.trainableWeights.filter(({ shape }) => shape.length > 1);
      const penalty = () => kernels().map((kernel) => kernel.read().square().sum().mul(3));
      const subject = minimizing(tf.train.momentum(0.01, 0.9), model, 350, {
        next: batches(tf, seed, teacher(tf, seed, { noise: 0.1 }), 32),
        loss: ([x], [y]) => {
          const error = tf.losses.meanSquaredError(
            y as tfjs.Tensor,
            model.apply(x as tfjs.Tensor) as tfjs.Tensor,
          );
          return tf.addN([error, ...penalty()]);
        },
      });
      return { ...subject, penalty };
    },
  },
]);
