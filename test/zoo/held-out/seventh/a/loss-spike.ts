import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { minimizing, onEach, rows, squaredError } from '../../loops.js';
import { shapes, spectra } from './data.js';

export const lossSpike = sick('loss-spike', [
  {
    name: 'y-spike-first-checkpoint-again',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'After a pre-emption at step 220 the checkpoint of the start is loaded instead of the last one.',
    onset: 221,
    alsoAllowed: ['loss-diverging', 'class-collapse'],
    build(tf, seed) {
      const model = classifier(cnn(tf, [8, 8, 1], [8, 12], 4), tf.train.adam(0.005));
      const start = model.getWeights().map((weight) => tf.keep(weight.clone()));
      let steps = 0;
      return fitting(model, shapes(tf, seed, { noise: 0.08 }), {
        epochs: 20,
        callbacks: {
          onBatchEnd: () => {
            steps++;
            if (steps === 220) model.setWeights(start);
          },
        },
      });
    },
  },
  {
    name: 'y-spike-columns-moved-by-one',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A comma is missing in the lines of one batch, at step 190: all columns move by one.',
    onset: 190,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { features: 8, classes: 3, spread: 1.8 });
      const model = mlp(tf, [8, 24, 3], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.adagrad(0.05), 'sparseCategoricalCrossentropy');
      const labels = ys.argMax(1).toFloat().expandDims(1);
      return onEach(
        tf,
        model,
        (step) => {
          const batch = rows({ xs, ys: labels }, step);
          if (step !== 189) return batch;
          const [first, rest] = tf.split(batch.xs, [1, 7], 1) as [tfjs.Tensor, tfjs.Tensor];
          return { xs: tf.concat([rest, first], 1), ys: batch.ys };
        },
        { steps: 300 },
      );
    },
  },
  {
    name: 'y-spike-lamp-off',
    heldOut: true,
    loop: 'custom',
    mistake: 'Two batches of spectra, from step 241 on, were measured without the dark current taken off.',
    onset: 241,
    build(tf, seed) {
      const { xs } = spectra(tf, seed);
      const model = mlp(tf, [24, 12, 6, 12, 24], { hidden: { activation: 'selu' } });
      return minimizing(tf, tf.train.momentum(0.03, 0.9), model, {
        steps: 360,
        loss: (step) => {
          const clean = xs.slice([(step % 16) * 32, 0], [32, 24]);
          const measured = step === 240 || step === 241 ? clean.add(2.5) : clean;
          return squaredError(tf, model, { xs: measured, ys: measured });
        },
      });
    },
  },
]);
