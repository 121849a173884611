import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byGradients, portion, type Symbolic, squared } from './steps.js';
import { flowers, friedman } from './tables.js';

export const variableNotTraining = sick('variable-not-training', [
  {
    name: 'v-idle-clipped-temperature',
    heldOut: true,
    loop: 'custom',
    mistake: 'A learned temperature starts at 1 and is clipped to 0.05 .. 0.5: no gradient from outside.',
    layers: ['temperature'],
    build(tf, seed) {
      const data = flowers(tf, seed);
      const initial = tf.initializers.glorotNormal({ seed });
      const variables = {
        'embed/kernel': tf.variable(initial.apply([6, 16])),
        'embed/bias': tf.variable(tf.zeros([16])),
        'proxies/kernel': tf.variable(tf.initializers.randomNormal({ stddev: 0.15, seed }).apply([16, 3])),
        temperature: tf.variable(tf.scalar(1)),
      };
      return byGradients(tf, tf.train.adam(0.004), variables, {
        steps: 300,
        loss: (step) => {
          const [x, y] = portion(data, step, 32);
          const embedded = x.matMul(variables['embed/kernel']).add(variables['embed/bias']).tanh();
          const scores = embedded.matMul(variables['proxies/kernel']);
          return tf.losses.softmaxCrossEntropy(y, scores.div(variables.temperature.clipByValue(0.05, 0.5)));
        },
      });
    },
  },
  {
    name: 'v-idle-rate-of-early-layers',
    heldOut: true,
    loop: 'custom',
    mistake: 'Layers get a share of the rate by their depth, rounded down: it is 0 for the first two.',
    layers: ['embed', 'middle'],
    alsoAllowed: ['vanishing-gradient'],
    build(tf, seed) {
      const data = friedman(tf, seed);
      const model = tf.sequential({
        layers: [
          tf.layers.dense({ name: 'embed', units: 24, activation: 'tanh', inputShape: [10] }),
          tf.layers.dense({ name: 'middle', units: 24, activation: 'tanh' }),
          tf.layers.dense({ name: 'head', units: 24, activation: 'elu' }),
          tf.layers.dense({ name: 'out', units: 1 }),
        ],
      });
      const names = model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
      const shares = new Map(names.map(({ name }, at) => [name, Math.floor((at + 4) / names.length)]));
      return byGradients(tf, tf.train.rmsprop(0.003), model, {
        steps: 320,
        loss: (step) => squared(tf, model, ...portion(data, step, 32)),
        change: (gradients) =>
          Object.fromEntries(
            Object.entries(gradients).map(([name, value]) => [name, value.mul(shares.get(name) ?? 1)]),
          ),
      });
    },
  },
  {
    name: 'v-idle-never-the-maximum',
    heldOut: true,
    loop: 'fit',
    mistake: 'A maximum merges a softplus branch, always positive, with log-probabilities, never positive.',
    layers: ['logarithms'],
    alsoAllowed: ['vanishing-gradient'],
    build(tf, seed) {
      const input = tf.input({ shape: [10], name: 'features' });
      // tfjs knows `logSoftmax`, its types do not.
      const branch = (name: string, activation: string) =>
        tf.layers.dense({ name, units: 20, activation: activation as 'softplus' }).apply(input) as Symbolic;
      const merged = tf.layers
        .maximum({ name: 'larger' })
        .apply([branch('positives', 'softplus'), branch('logarithms', 'logSoftmax')]);
      const hidden = tf.layers.dense({ name: 'hidden', units: 16, activation: 'tanh' }).apply(merged);
      const out = tf.layers.dense({ name: 'out', units: 1 }).apply(hidden) as Symbolic;
      const model = regressor(tf.model({ inputs: input, outputs: out }), tf.train.adamax(0.006));
      return fitting(model, friedman(tf, seed), { epochs: 15 });
    },
  },
]);
