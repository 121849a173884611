import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { flats, rings, visits } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

export const vanishingGradient = sick('vanishing-gradient', [
  {
    name: 'v-vanish-softmax-inside',
    heldOut: true,
    loop: 'fit',
    mistake: 'Softmax is the activation of the hidden layers too.',
    layers: ['hidden1', 'hidden2', 'hidden3'],
    alsoAllowed: ['loss-not-improving', 'variable-not-training', 'class-collapse'],
    build(tf, seed) {
      const widths = [2, 24, 24, 24, 24, 3] as [number, ...number[], number];
      const model = mlp(tf, widths, { hidden: { activation: 'softmax' }, out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.sgd(0.1)), rings(tf, seed), { epochs: 12 });
    },
  },
  {
    name: 'v-vanish-divided-by-fan-in',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'An own initialiser divides by the fan-in instead of its square root, in eight ELU layers.',
    layers: ['hidden1', 'hidden2', 'hidden3', 'hidden4', 'hidden5', 'hidden6', 'hidden7'],
    alsoAllowed: ['loss-not-improving', 'poor-initialization'],
    build(tf, seed) {
      const model = tf.sequential();
      for (let number = 1; number <= 8; number++) {
        const fanIn = number === 1 ? 10 : 32;
        const kernelInitializer = tf.initializers.randomNormal({ stddev: 1 / fanIn });
        const first = number === 1 ? { inputShape: [10] } : {};
        model.add(
          tf.layers.dense({
            name: `hidden${number}`,
            units: 32,
            activation: 'elu',
            kernelInitializer,
            ...first,
          }),
        );
      }
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      model.compile({ optimizer: tf.train.momentum(0.02, 0.9), loss: 'meanSquaredError' });
      return batchByBatch(tf, model, { steps: 320, batch: shuffledBatches(tf, seed, flats(tf, seed), 32) });
    },
  },
  {
    name: 'v-vanish-temperature-left-in',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Each layer of a hand-written network divides by a temperature of 12 that was meant for the last one.',
    layers: ['first', 'firstShift', 'second', 'third'],
    alsoAllowed: ['loss-not-improving'],
    build(tf, seed) {
      const draw = (name: string, from: number, to: number, scale = 1 / Math.sqrt(from)) =>
        tf.variable(tf.randomNormal([from, to], 0, scale), true, name);
      const variables = {
        first: draw('first', 12, 20),
        firstShift: draw('firstShift', 1, 20, 0.4),
        second: draw('second', 20, 20),
        secondShift: draw('secondShift', 1, 20, 0.4),
        third: draw('third', 20, 20),
        thirdShift: draw('thirdShift', 1, 20, 0.4),
        fourth: draw('fourth', 20, 20),
        fourthShift: draw('fourthShift', 1, 20, 0.4),
        last: draw('last', 20, 1),
      };
      const v = variables;
      const next = shuffledBatches(tf, seed, visits(tf, seed), 32);
      return minimizing(tf, tf.train.sgd(0.2), variables, {
        steps: 320,
        cost: (step) => {
          const { x, y } = next(step);
          const cooled = (input: tfjs.Tensor, weights: tfjs.Tensor, shift: tfjs.Tensor) =>
            input.matMul(weights).div(12).add(shift).tanh();
          const half = cooled(cooled(x, v.first, v.firstShift), v.second, v.secondShift);
          const hidden = cooled(cooled(half, v.third, v.thirdShift), v.fourth, v.fourthShift);
          return tf.losses.sigmoidCrossEntropy(y, hidden.matMul(v.last)) as tfjs.Scalar;
        },
      });
    },
  },
]);
