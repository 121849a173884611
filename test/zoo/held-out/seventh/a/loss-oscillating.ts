import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { rows, squaredError } from '../../loops.js';
import { looping } from '../../part2-loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { engines, shapes, tanks } from './data.js';
import { each, type Gradients, stepByHand } from './loops.js';

export const lossOscillating = sick('loss-oscillating', [
  {
    name: 'y-swings-late-gradients',
    heldOut: true,
    loop: 'custom',
    mistake: 'A pipeline applies each gradient ten steps late, at the rate that was right without delay.',
    alsoAllowed: ['learning-rate-too-high', 'loss-diverging', 'loss-stalled', 'exploding-gradient'],
    build(tf, seed) {
      const data = engines(tf, seed);
      const model = mlp(tf, [6, 20, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.sgd(0.16);
      const huber = (index: number) => {
        const { xs, ys } = rows(data, index);
        return tf.losses.huberLoss(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
      };
      const late: Gradients[] = [];
      return looping(tf, optimizer, model, {
        steps: 400,
        step: (index) =>
          stepByHand(
            tf,
            optimizer,
            variablesOf(model),
            () => huber(index),
            (gradients) => {
              late.push(each(gradients, (gradient) => gradient.clone()));
              const due = late.length > 10 ? late.shift() : undefined;
              return due ?? each(gradients, (gradient) => gradient.mul(0));
            },
          ),
      });
    },
  },
  {
    name: 'y-swings-norm-of-two',
    heldOut: true,
    loop: 'fit',
    mistake: 'Batch normalisation on batches of two images, with the rate of batches of 128.',
    alsoAllowed: ['learning-rate-too-high', 'loss-spike', 'loss-stalled'],
    build(tf, seed) {
      const strided = { kernelSize: 3, strides: 2, padding: 'same', useBias: false } as const;
      const model = stack(
        tf,
        tf.layers.conv2d({ name: 'conv1', filters: 6, ...strided, inputShape: [8, 8, 1] }),
        tf.layers.batchNormalization({ name: 'norm1' }),
        tf.layers.activation({ name: 'relu1', activation: 'relu' }),
        tf.layers.conv2d({ name: 'conv2', filters: 8, ...strided }),
        tf.layers.batchNormalization({ name: 'norm2' }),
        tf.layers.activation({ name: 'relu2', activation: 'relu' }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }),
      );
      const data = shapes(tf, seed, { examples: 200 });
      return fitting(classifier(model, tf.train.rmsprop(0.02)), data, { epochs: 4, batchSize: 2 });
    },
  },
  {
    name: 'y-swings-signs-only',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake: 'Only signs of gradients are applied, at a rate that was right for gradients: it never settles.',
    alsoAllowed: ['learning-rate-too-high', 'loss-stalled', 'loss-spike'],
    build(tf, seed) {
      const data = tanks(tf, seed, { length: 6 });
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 10, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const optimizer = tf.train.momentum(0.06, 0);
      return looping(tf, optimizer, model, {
        steps: 320,
        step: (index) =>
          stepByHand(
            tf,
            optimizer,
            variablesOf(model),
            () => squaredError(tf, model, rows(data, index)),
            (gradients) => each(gradients, (gradient) => gradient.sign()),
          ),
      });
    },
  },
]);
