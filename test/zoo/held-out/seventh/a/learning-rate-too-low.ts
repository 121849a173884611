import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { onEach, rows, squaredError } from '../../loops.js';
import { looping } from '../../part2-loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { engines, shapes, tanks } from './data.js';
import { each, stepByHand } from './loops.js';

/** Updates this small are partly below what float32 can add to a weight. */
const alsoAllowed = ['loss-not-improving', 'variable-not-training'];

export const learningRateTooLow = sick('learning-rate-too-low', [
  {
    name: 'y-low-rate-adadelta-default',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'Adadelta, which wants a rate of 1, is left at the default of 0.001.',
    alsoAllowed,
    build(tf, seed) {
      const model = classifier(cnn(tf, [8, 8, 1], [6, 12], 4), tf.train.adadelta(0.001));
      return fitting(model, shapes(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'y-low-rate-arguments-in-another-order',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Epsilon and the rate change places in the call of Adam: a rate of 1e-7, an epsilon of 0.003.',
    alsoAllowed,
    build(tf, seed) {
      const data = engines(tf, seed, { noise: 0.1 });
      const model = mlp(tf, [6, 24, 12, 1], { hidden: { activation: 'relu' } });
      regressor(model, tf.train.adam(1e-7, 0.9, 0.999, 0.003), 'meanAbsoluteError');
      return onEach(tf, model, (step) => rows(data, step), { steps: 300 });
    },
  },
  {
    name: 'y-low-rate-applied-twice',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loop multiplies gradients by the rate, and so does the optimiser: 0.003 becomes 9e-6.',
    alsoAllowed,
    build(tf, seed) {
      const data = tanks(tf, seed);
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [8, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const optimizer = tf.train.sgd(0.003);
      return looping(tf, optimizer, model, {
        steps: 320,
        step: (index) =>
          stepByHand(
            tf,
            optimizer,
            variablesOf(model),
            () => squaredError(tf, model, rows(data, index)),
            (gradients) => each(gradients, (gradient) => gradient.mul(0.003)),
          ),
      });
    },
  },
]);
