import type * as tfjs from '@tensorflow/tfjs';
import { sick } from '../../../run.js';
import { byGradients, portion } from './steps.js';
import { rings } from './tables.js';

export const variableFrozen = sick('variable-frozen', [
  {
    name: 'v-frozen-by-default',
    heldOut: true,
    loop: 'custom',
    mistake: 'Restored weights are wrapped by tf.variable(value, false): the first layer stays as it is.',
    layers: ['lift'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const data = rings(tf, seed);
      const initial = (number: number) => tf.initializers.glorotUniform({ seed: seed + number });
      const variables = {
        'lift/kernel': tf.variable(initial(1).apply([2, 24]), false),
        'lift/bias': tf.variable(tf.initializers.randomUniform({ minval: -1, maxval: 1 }).apply([24]), false),
        'hidden/kernel': tf.variable(initial(2).apply([24, 24])),
        'hidden/bias': tf.variable(tf.zeros([24])),
        'out/kernel': tf.variable(initial(3).apply([24, 3])),
        'out/bias': tf.variable(tf.zeros([3])),
      };
      const trained = Object.values(variables).filter(({ trainable }) => trainable);
      const optimizer = tf.train.adam(0.006);
      const loss = (step: number): tfjs.Scalar => {
        const [x, y] = portion(data, step, 32);
        const lifted = x.matMul(variables['lift/kernel']).add(variables['lift/bias']).elu();
        const hidden = lifted.matMul(variables['hidden/kernel']).add(variables['hidden/bias']).tanh();
        const scores = hidden.matMul(variables['out/kernel']).add(variables['out/bias']);
        return tf.losses.softmaxCrossEntropy(y, scores);
      };
      const subject = byGradients(tf, optimizer, Object.fromEntries(trained.entries()), { steps: 320, loss });
      return { ...subject, variables };
    },
  },
]);
