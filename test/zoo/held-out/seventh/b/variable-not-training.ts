import type * as tfjs from '@tensorflow/tfjs';
import { teacher } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { looping } from '../../part2-loops.js';
import { through, variablesOf } from '../../part2-networks.js';
import { drawing, Shuffled } from '../../sixth/b/x-loops.js';
import { arm, beats } from './data.js';
import { fading } from './layers.js';

export const variableNotTraining = sick('variable-not-training', [
  {
    name: 'z-still-attention-of-one',
    heldOut: true,
    loop: 'fit',
    mistake: 'The softmax of the attention runs over its single unit instead of over time: it is always 1.',
    layers: ['scores'],
    build(tf, seed) {
      const input = tf.input({ shape: [16, 1], name: 'beats' });
      const local = tf.layers.conv1d({ name: 'local', filters: 12, kernelSize: 6, activation: 'relu' });
      const heard = through(local, input);
      const scores = through(tf.layers.dense({ name: 'scores', units: 1, activation: 'softmax' }), heard);
      const weighted = through(tf.layers.multiply({ name: 'weighted' }), [heard, scores]);
      const pooled = through(tf.layers.globalAveragePooling1d({ name: 'pooled' }), weighted);
      const out = through(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }), pooled);
      const model = classifier(tf.model({ inputs: input, outputs: out }), tf.train.adam(0.005));
      return fitting(model, beats(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'z-still-branch-times-zero',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A branch is to be faded in from 0 to 1, and nobody ever raises its factor.',
    layers: ['branch1', 'branch2'],
    build(tf, seed) {
      const input = tf.input({ shape: [3], name: 'joints' });
      const entry = through(tf.layers.dense({ name: 'entry', units: 16, activation: 'elu' }), input);
      const first = through(tf.layers.dense({ name: 'branch1', units: 24, activation: 'tanh' }), entry);
      const second = through(tf.layers.dense({ name: 'branch2', units: 16 }), first);
      const sum = through(tf.layers.add({ name: 'sum' }), [entry, through(fading(tf, 'fade', 0), second)]);
      const out = through(tf.layers.dense({ name: 'hand', units: 2 }), sum);
      const model = regressor(tf.model({ inputs: input, outputs: out }), tf.train.rmsprop(0.004));
      return drawing(tf, model, arm(tf, seed), { steps: 360, seed, batchSize: 40 });
    },
  },
  {
    name: 'z-still-rates-by-depth',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Each layer gets a smaller rate than the one after it: a factor of 1e-7 a layer where 7e-1 was meant.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['vanishing-gradient'],
    build(tf, seed) {
      const data = teacher(tf, seed, { examples: 640, features: 6, hidden: 10 });
      const model = mlp(tf, [6, 20, 20, 20, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.momentum(0.02, 0.9);
      const weights = variablesOf(model);
      const depthOf = (name: string) => weights.findIndex((weight) => weight.name === name) >> 1;
      const source = new Shuffled(tf, data, 24, seed);
      return looping(tf, optimizer, model, {
        steps: 350,
        step: () => {
          const { xs, ys } = source.next();
          const loss = tf.tidy(() => {
            const { value, grads } = tf.variableGrads(
              () => tf.losses.meanSquaredError(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar,
              weights,
            );
            const scaled = Object.entries(grads).map(
              ([name, gradient]) => [name, gradient.mul(Math.min(1, 1e-7 ** (2 - depthOf(name))))] as const,
            );
            type Gradients = Parameters<typeof optimizer.applyGradients>[0];
            optimizer.applyGradients(Object.fromEntries(scaled) as Gradients);
            return value;
          });
          tf.dispose([xs, ys]);
          return { loss };
        },
      });
    },
  },
]);
