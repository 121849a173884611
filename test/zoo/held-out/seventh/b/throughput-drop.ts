import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick } from '../../../run.js';
import { stack } from '../../part2-networks.js';
import { drawing, minimizing } from '../../sixth/b/x-loops.js';
import { arm, drawings, tickets } from './data.js';

export const throughputDrop = sick('throughput-drop', [
  {
    name: 'z-slow-cache-evicted',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    clock: 'virtual',
    mistake:
      "Another program takes the machine's memory: from step 181 on pictures come from the disk again.",
    onset: 181,
    build(tf, seed) {
      const random = new Random(seed + 5);
      let step = 0;
      const model = classifier(cnn(tf, [9, 9, 1], [6, 10], 4), tf.train.adamax(0.006));
      return fitting(model, drawings(tf, seed), {
        epochs: 24,
        callbacks: {
          onBatchEnd: async () => {
            const reading = ++step > 180 ? 1.4 * (0.7 + 0.6 * random.uniform()) : 0;
            clock.advance(0.8 * (0.95 + 0.1 * random.uniform()) + reading);
          },
        },
      });
    },
  },
  {
    name: 'z-slow-loaders-die',
    heldOut: true,
    loop: 'trainOnBatch',
    clock: 'virtual',
    mistake: 'Of four loaders two die at step 150 and a third at 200, and nobody starts them again.',
    onset: 150,
    build(tf, seed) {
      const random = new Random(seed + 6);
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 36, outputDim: 6, inputLength: 6 }),
        tf.layers.globalAveragePooling1d({ name: 'mean' }),
        tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }),
      );
      return drawing(tf, classifier(model, tf.train.rmsprop(0.005)), tickets(tf, seed), {
        steps: 420,
        seed,
        after: (step) => {
          const loaders = step < 150 ? 4 : step < 200 ? 2 : 1;
          clock.advance(Math.max(0.25, (0.8 * (0.85 + 0.3 * random.uniform())) / loaders));
        },
      });
    },
  },
  {
    name: 'z-slow-on-battery',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    mistake: 'Somebody pulls the plug at step 190, and the machine saves its battery: 2.7 times as slow.',
    onset: 190,
    build(tf, seed) {
      const random = new Random(seed + 7);
      const model = mlp(tf, [3, 24, 24, 2], { hidden: { activation: 'softplus' } });
      let step = 0;
      return minimizing(tf, tf.train.adagrad(0.05), model, arm(tf, seed), {
        steps: 380,
        seed,
        batchSize: 24,
        loss: (x, y) => {
          // Heavy tails: now and then a step takes twice as long, before and after.
          clock.advance(0.6 * (++step < 190 ? 1 : 2.7) * Math.exp(0.25 * random.normal()));
          return tf.losses.huberLoss(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);
