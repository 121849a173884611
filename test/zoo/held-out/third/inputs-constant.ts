import type * as tfjs from '@tensorflow/tfjs';
import { sines, split } from '../../data.js';
import { fitting } from '../../loops.js';
import { cnn, mlp } from '../../networks.js';
import { sick } from '../../run.js';
import { flats, parity, textures } from './data-b.js';
import { compiled, feeding, stacked } from './loops-b.js';

export const inputsConstant = sick('inputs-constant', [
  {
    name: 't-constant-first-slice',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Every batch is cut from row 0: the loop forgot to multiply by the step.',
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed);
      const model = compiled(mlp(tf, [6, 16, 8, 1], { hidden: { activation: 'elu' } }), {
        optimizer: tf.train.sgd(0.02),
        loss: 'meanSquaredError',
      });
      return feeding(tf, model, 320, () => ({ xs: xs.slice(0, 32), ys: ys.slice(0, 32) }));
    },
  },
  {
    name: 't-constant-black-pictures',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The loader failed without a word, and all pictures are black.',
    alsoAllowed: [
      'loss-not-improving',
      'class-collapse',
      'vanishing-gradient',
      'variable-not-training',
      'dead-relu',
    ],
    build(tf, seed) {
      const { xs, ys } = textures(tf, seed, { examples: 320 });
      const model = compiled(cnn(tf, [8, 8, 1], [6, 8], 4), {
        optimizer: tf.train.adam(0.002),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return fitting(model, { xs: tf.zerosLike(xs), ys }, { epochs: 15, batchSize: 20 });
    },
  },
  {
    name: 't-constant-new-iterator',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'The generator asks the table for a new iterator at each step, and so gives its first batch again.',
    build(tf, seed) {
      const { train } = split(parity(tf, seed, { bits: 8, deciding: 2 }), 48);
      const model = compiled(
        mlp(tf, [8, 16, 1], { hidden: { activation: 'tanh' }, out: { activation: 'sigmoid' } }),
        { optimizer: tf.train.momentum(0.05, 0.9), loss: 'binaryCrossentropy', metrics: ['accuracy'] },
      );
      const dataset = tf.data.generator(function* () {
        for (let step = 0; step < 25; step++) yield { xs: train.xs.clone(), ys: train.ys.clone() };
      } as unknown as () => Generator<tfjs.TensorContainer>);
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset as tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>, {
            epochs: 10,
            verbose: 0,
          });
        },
      };
    },
  },
  {
    name: 't-constant-window-that-stands',
    heldOut: true,
    loop: 'fit',
    mistake: 'The windows are all cut at the same place: every example is the same stretch of the signal.',
    alsoAllowed: ['loss-not-improving', 'class-collapse'],
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 400, length: 12, classes: 3 });
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv1d({
            name: 'conv',
            filters: 6,
            kernelSize: 3,
            activation: 'relu',
            inputShape: [12, 1],
          }),
          tf.layers.globalAveragePooling1d({ name: 'pool' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.rmsprop(0.003), loss: 'categoricalCrossentropy' },
      );
      return fitting(model, { xs: xs.slice(0, 1).tile([400, 1, 1]), ys }, { epochs: 16, batchSize: 25 });
    },
  },
]);
