import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { onEach, rows, squaredError } from '../../loops.js';
import { costOf, looping } from '../../part2-loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { beats, tanks } from './data.js';
import { rewrite } from './loops.js';

export const lossStalled = sick('loss-stalled', [
  {
    name: 'y-stalled-no-patience',
    heldOut: true,
    loop: 'fit',
    mistake:
      'The rate is cut by a tenth whenever a batch, where an epoch was meant, is no better than the best.',
    alsoAllowed: ['learning-rate-too-low', 'variable-not-training'],
    build(tf, seed) {
      let [rate, best] = [0.01, Number.POSITIVE_INFINITY];
      const optimizer = tf.train.adam(rate);
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'conv1',
          filters: 10,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fitting(classifier(model, optimizer), beats(tf, seed), {
        epochs: 24,
        callbacks: {
          onBatchEnd: (_, logs) => {
            const loss = Number(logs?.loss);
            if (loss >= best) rate = Math.max(rate * 0.9, 1e-6);
            best = Math.min(best, loss);
            setLearningRate(optimizer, rate);
          },
        },
      });
    },
  },
  {
    name: 'y-stalled-only-the-last-bias',
    heldOut: true,
    loop: 'custom',
    mistake: 'Layers are frozen one by one as in fine-tuning; from step 41 on only the last bias is trained.',
    onset: 41,
    alsoAllowed: ['variable-not-training', 'variable-frozen', 'variable-disconnected'],
    build(tf, seed) {
      const data = tanks(tf, seed, { length: 5 });
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 10, inputShape: [5, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const optimizer = tf.train.sgd(0.03);
      const all = variablesOf(model);
      return looping(tf, optimizer, model, {
        steps: 280,
        step: (index) => {
          const loss = () => squaredError(tf, model, rows(data, index));
          return { loss: costOf(optimizer.minimize(loss, true, index < 40 ? all : all.slice(-1))) };
        },
      });
    },
  },
  {
    name: 'y-stalled-clipped-weights',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'All weights are clipped to -0.12..0.12 after each step, a habit from Wasserstein critics.',
    build(tf, seed) {
      const data = clusters(tf, seed, { features: 8, classes: 5, spread: 1.6 });
      const model = mlp(tf, [8, 16, 5], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      classifier(model, tf.train.momentum(0.01, 0.9));
      return onEach(tf, model, (step) => rows(data, step), {
        steps: 340,
        before: () => rewrite(tf, model.weights, (value: tfjs.Tensor) => value.clipByValue(-0.12, 0.12)),
      });
    },
  },
]);
