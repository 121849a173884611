import { givenGpu } from '../../../accelerator.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { stack } from '../../part2-networks.js';
import { drawing } from '../../sixth/b/x-loops.js';
import { drawings, tanks } from './data.js';

export const acceleratorUnused = sick('accelerator-unused', [
  {
    name: 'z-unused-by-its-uuid',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'One GPU was picked by its UUID, and the program imports the package without the GPU.',
    build(tf, seed) {
      const model = classifier(cnn(tf, [9, 9, 1], [8, 12], 4), tf.train.adam(0.004));
      return givenGpu(
        { CUDA_VISIBLE_DEVICES: 'GPU-5f1c2a8e-77d0-4b0e-9a64-0d3c1b9e2f55' },
        fitting(model, drawings(tf, seed), { epochs: 16 }),
      );
    },
  },
  {
    name: 'z-unused-second-of-two',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The scheduler gave two GPUs of a node; the native library failed to load, and nobody read why.',
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'level', units: 1 }),
      );
      return givenGpu(
        { SLURM_JOB_GPUS: '2,3', CUDA_VISIBLE_DEVICES: '2,3' },
        drawing(tf, regressor(model, tf.train.adamax(0.008)), tanks(tf, seed), { steps: 260, seed }),
      );
    },
  },
]);
