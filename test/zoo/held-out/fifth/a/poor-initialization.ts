import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { flats, rings, spectra } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

export const poorInitialization = sick('poor-initialization', [
  {
    name: 'v-start-all-units-alike',
    heldOut: true,
    loop: 'fit',
    mistake: 'Ones, scaled down, are the start of the hidden layer: its units start as copies of one unit.',
    layers: ['hidden1'],
    alsoAllowed: ['loss-not-improving', 'class-collapse', 'loss-stalled'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.constant({ value: 0.25 });
      const model = mlp(tf, [2, 20, 3], {
        hidden: { activation: 'tanh', kernelInitializer },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.adam(0.01)), rings(tf, seed), { epochs: 12 });
    },
  },
  {
    name: 'v-start-one-matrix-unscaled',
    heldOut: true,
    loop: 'custom',
    mistake: 'One matrix of a hand-written network is drawn without the factor that the others have.',
    layers: ['middle'],
    alsoAllowed: ['saturated-activation'],
    build(tf, seed) {
      const draw = (name: string, from: number, to: number, scale: number) =>
        tf.variable(tf.randomNormal([from, to], 0, scale), true, name);
      const variables = {
        first: draw('first', 10, 48, 1 / Math.sqrt(10)),
        middle: draw('middle', 48, 48, 3),
        last: draw('last', 48, 1, 1 / Math.sqrt(48)),
      };
      const next = shuffledBatches(tf, seed, flats(tf, seed), 32);
      return minimizing(tf, tf.train.adam(0.002), variables, {
        steps: 320,
        cost: (step) => {
          const { x, y } = next(step);
          const hidden = x.matMul(variables.first).tanh().matMul(variables.middle).tanh();
          return tf.losses.meanSquaredError(y, hidden.matMul(variables.last)) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-start-loud-output',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'The layer before the softmax is drawn with a standard deviation of 8: it starts sure and wrong.',
    layers: ['out'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 8 });
      const model = mlp(tf, [40, 32, 3], {
        hidden: { activation: 'elu' },
        out: { activation: 'softmax', kernelInitializer },
      });
      classifier(model, tf.train.adam(0.001));
      return batchByBatch(tf, model, { steps: 320, batch: shuffledBatches(tf, seed, spectra(tf, seed), 32) });
    },
  },
]);
