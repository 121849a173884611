import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick, type Tf } from '../../../run.js';
import { arm, flats, moons } from './records.js';
import { byGradients } from './steps.js';

/** A layer of the user's own: a code of -1 and 1. */
function signs(tf: Tf, name: string): tfjs.layers.Layer {
  class Signs extends tf.layers.Layer {
    static className = 'Signs';

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [input] = [inputs].flat();
      if (!input) throw new Error('calling a layer of signs: expected one input, found none');
      return input.sign();
    }
  }
  return new Signs({ name });
}

export const variableNotTraining = sick('variable-not-training', [
  {
    name: 'u-idle-before-binary-code',
    heldOut: true,
    loop: 'fit',
    mistake: 'A hash of the inputs is made by sign() without a straight-through gradient.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed: ['vanishing-gradient', 'loss-stalled'],
    build(tf, seed) {
      const model = mlp(tf, [2, 20, 24, 3], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
        between: (number) => (number === 2 ? [signs(tf, 'code')] : []),
      });
      const data = moons(tf, seed, { examples: 640, classes: 3 });
      return fitting(classifier(model, tf.train.adam(0.005)), data, { epochs: 16 });
    },
  },
  {
    name: 'u-idle-clipped-noise-scale',
    heldOut: true,
    loop: 'custom',
    mistake: 'The trained logarithm of the noise starts at 1.5 and is clipped to -6..0 before its use.',
    layers: ['logNoise'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed);
      const scaled = ys.sub(ys.mean()).div(100);
      const initial = tf.initializers.glorotNormal({ seed });
      const variables = {
        'inner/kernel': tf.variable(initial.apply([5, 14])),
        'inner/bias': tf.variable(tf.zeros([14])),
        'price/kernel': tf.variable(initial.apply([14, 1])),
        'price/bias': tf.variable(tf.zeros([1])),
        logNoise: tf.variable(tf.scalar(1.5)),
      };
      return byGradients(
        tf,
        tf.train.adam(0.006),
        variables,
        { xs, ys: scaled },
        {
          steps: 330,
          seed,
          loss: ([x], [y]) => {
            if (!x || !y) throw new Error('training: expected an input and an output, found none');
            const inner = x.matMul(variables['inner/kernel']).add(variables['inner/bias']).tanh();
            const guess = inner.matMul(variables['price/kernel']).add(variables['price/bias']);
            const log = variables.logNoise.clipByValue(-6, 0);
            return y.sub(guess).square().div(log.mul(2).exp()).add(log).mean();
          },
        },
      );
    },
  },
  {
    name: 'u-idle-rate-rounded-down',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Deeper layers shall train slower: the factor is floor(depth / 3), which is 0 for the first two.',
    layers: ['shoulder', 'elbow'],
    alsoAllowed: ['vanishing-gradient'],
    build(tf, seed) {
      const model = tf.sequential();
      for (const [index, name] of ['shoulder', 'elbow', 'wrist'].entries())
        model.add(
          tf.layers.dense({ name, units: 20, activation: 'selu', ...(index === 0 && { inputShape: [3] }) }),
        );
      model.add(tf.layers.dense({ name: 'hand', units: 2 }));
      // As variables come, two of a layer.
      const depth = new Map(model.trainableWeights.map((weight, at) => [weight.read().id, 1 + (at >> 1)]));
      const factors = new Map(
        model.trainableWeights.map((weight) => {
          const variable = weight.read() as tfjs.Variable;
          return [variable.name, Math.min(1, Math.floor((depth.get(variable.id) ?? 1) / 3))];
        }),
      );
      return byGradients(tf, tf.train.momentum(0.01, 0.9), model, arm(tf, seed), {
        steps: 320,
        seed,
        treat: (gradients) =>
          Object.fromEntries(
            Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(factors.get(name) ?? 1)]),
          ),
        loss: ([x], [y]) => {
          if (!x || !y) throw new Error('training: expected an input and an output, found none');
          return tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor);
        },
      });
    },
  },
]);
