import type * as tfjs from '@tensorflow/tfjs';
import { givenGpu } from '../accelerator.js';
import { sentences, sines, spirals } from '../data.js';
import { custom, fitting, fittingDataset } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

export const acceleratorUnused = sick('accelerator-unused', [
  {
    name: 'h-unused-of-eight',
    heldOut: true,
    loop: 'fit',
    mistake: 'A node with eight GPUs was rented, and the container has no driver.',
    build(tf, seed) {
      const model = tf.sequential({
        layers: [
          tf.layers.lstm({ name: 'lstm', units: 8, inputShape: [8, 1] }),
          tf.layers.dense({ name: 'out', units: 1 }),
        ],
      });
      return givenGpu(
        { CUDA_VISIBLE_DEVICES: '0,1,2,3,4,5,6,7' },
        fitting(regressor(model, tf.train.adam(0.005)), sines(tf, seed, { length: 8 }), { epochs: 6 }),
      );
    },
  },
  {
    name: 'h-unused-in-a-pipeline',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'The scheduler gave a GPU, the program was started in the environment of another project.',
    build(tf, seed) {
      const model = tf.sequential({
        layers: [
          tf.layers.embedding({ name: 'words', inputDim: 200, outputDim: 8, inputLength: 10 }),
          tf.layers.globalAveragePooling1d({ name: 'mean' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ],
      });
      return givenGpu(
        { SLURM_JOB_GPUS: '3' },
        fittingDataset(tf, classifier(model, tf.train.adam(0.01)), sentences(tf, seed), { epochs: 10 }),
      );
    },
  },
  {
    name: 'h-unused-partition',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake: 'A part of a GPU is visible by its long name; the backend was set by hand, for a test.',
    build(tf, seed) {
      const model = mlp(tf, [2, 16, 16, 2]);
      return givenGpu(
        { CUDA_VISIBLE_DEVICES: 'MIG-8f3f0d1a-20c4' },
        custom(tf, tf.train.momentum(0.05, 0.9), model, spirals(tf, seed), {
          steps: 200,
          loss: (x, y) => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
        }),
      );
    },
  },
]);
