import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, regressor, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { onEach, rows } from '../../loops.js';
import { stack } from '../../part2-networks.js';
import { reviews, shapes, tanks } from './data.js';

/** What steps that are too large do to a run. */
const wild = ['loss-oscillating', 'loss-diverging', 'loss-spike', 'loss-not-improving', 'loss-stalled'];

export const learningRateTooHigh = sick('learning-rate-too-high', [
  {
    name: 'y-high-rate-adadelta',
    heldOut: true,
    loop: 'fit',
    mistake: 'Adadelta was slow at 0.001, so its rate was raised to 20.',
    alsoAllowed: [...wild, 'saturated-activation', 'class-collapse', 'variable-not-training'],
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 40, outputDim: 4, inputLength: 8 }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'hidden', units: 12, activation: 'tanh' }),
        tf.layers.dense({ name: 'score', units: 1 }),
      );
      const loss: Parameters<typeof regressor>[2] = (truth, score) =>
        tf.losses.sigmoidCrossEntropy(truth, score);
      regressor(model, tf.train.adadelta(20), loss);
      return fitting(model, reviews(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'y-high-rate-scaled-by-replicas',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The rate of Adam is multiplied by 256 replicas in a recurrent net that is trained on one.',
    alsoAllowed: [...wild, 'saturated-activation', 'exploding-gradient', 'variable-not-training'],
    build(tf, seed) {
      const data = tanks(tf, seed, { length: 6 });
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 10, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return onEach(tf, regressor(model, tf.train.adam(0.002 * 256)), (step) => rows(data, step), {
        steps: 280,
      });
    },
  },
  {
    name: 'y-high-rate-second-phase',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'At step 160 the second phase begins with the rate of another project, 0.2 in place of 0.03.',
    onset: 161,
    alsoAllowed: [...wild, 'class-collapse', 'exploding-gradient', 'variable-not-training'],
    build(tf, seed) {
      const { xs, ys } = shapes(tf, seed);
      const optimizer = tf.train.momentum(0.03, 0.9);
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' } as const;
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'conv1', filters: 8, ...strided, inputShape: [8, 8, 1] }),
        tf.layers.conv2d({ name: 'conv2', filters: 12, ...strided }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'scores', units: 4 }),
      );
      const loss: Parameters<typeof classifier>[2] = (truth: tfjs.Tensor, scores: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(truth, scores);
      classifier(model, optimizer, loss);
      let step = 0;
      const dataset = tf.data.generator(function* () {
        for (let batch = 0; batch < 16; batch++) {
          if (step === 160) setLearningRate(optimizer, 0.2);
          yield { ...tf.tidy(() => ({ ...rows({ xs, ys }, step++) })) };
        }
      });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(dataset as Parameters<typeof model.fitDataset>[0], {
            epochs: 19,
            verbose: 0,
          });
        },
      };
    },
  },
]);
