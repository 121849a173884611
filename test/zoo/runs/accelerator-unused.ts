import type * as tfjs from '@tensorflow/tfjs';
import { givenGpu } from '../accelerator.js';
import { blobs, clusters, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp } from '../networks.js';
import { sick } from '../run.js';

export const acceleratorUnused = sick('accelerator-unused', [
  {
    name: 'unused-gpu-of-the-job',
    heldOut: false,
    loop: 'fit',
    mistake: 'The scheduler gave the job two GPUs, and the program loads the plain package.',
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 3], { out: { activation: 'softmax' } });
      return givenGpu(
        { SLURM_JOB_GPUS: '0,1' },
        fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), { epochs: 10 }),
      );
    },
  },
  {
    name: 'unused-visible-gpu',
    heldOut: false,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'A GPU is visible to the process, and it computes with WebAssembly.',
    build(tf, seed) {
      const model = classifier(cnn(tf, [10, 10, 1], [6, 12], 4), tf.train.sgd(0.1));
      return givenGpu({ CUDA_VISIBLE_DEVICES: '1' }, onBatches(tf, model, blobs(tf, seed), { steps: 160 }));
    },
  },
  {
    name: 'unused-gpu-of-the-step',
    heldOut: false,
    loop: 'custom',
    mistake: 'The GPU of the job step is named by its identifier, and the driver is too old for the package.',
    build(tf, seed) {
      const model = mlp(tf, [8, 16, 1], { hidden: { activation: 'tanh' } });
      return givenGpu(
        { SLURM_STEP_GPUS: 'GPU-3f1c' },
        custom(tf, tf.train.rmsprop(0.004), model, teacher(tf, seed), {
          steps: 160,
          loss: (x, y) => tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar,
        }),
      );
    },
  },
]);
