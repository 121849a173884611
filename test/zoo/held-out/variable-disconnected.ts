import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../data.js';
import { fitting, fittingDataset } from '../loops.js';
import { classifier, mlp, regressor, twoHeads } from '../networks.js';
import { sick, type Tf } from '../run.js';
import { friedman, rings, stripes } from './data.js';
import { minimizing, rows } from './loops.js';

/** It does not move, of course. */
const alsoAllowed = ['variable-not-training'];

/** A layer of a user's own that scales and shifts each feature. */
function scaling(
  tf: Tf,
  name: string,
  apply: (x: tfjs.Tensor, scale: tfjs.Tensor, shift: tfjs.Tensor) => tfjs.Tensor,
): tfjs.layers.Layer {
  type Weight = ReturnType<tfjs.layers.Layer['addWeight']>;
  class Scaling extends tf.layers.Layer {
    static readonly className = 'Scaling';
    private scale: Weight | undefined;
    private shift: Weight | undefined;
    override build(shape: tfjs.Shape | tfjs.Shape[]): void {
      const width = [shape].flat(2).at(-1) as number;
      this.scale = this.addWeight('scale', [width], 'float32', tf.initializers.ones());
      this.shift = this.addWeight('shift', [width], 'float32', tf.initializers.zeros());
      this.built = true;
    }
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [x] = [inputs].flat();
      if (!x || !this.scale || !this.shift) throw new Error('scaling: expected an input and built weights');
      return apply(x, this.scale.read(), this.shift.read());
    }
  }
  return new Scaling({ name });
}

export const variableDisconnected = sick('variable-disconnected', [
  {
    name: 'h-disconnected-second-head',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loss of a hand-written loop takes the first of two outputs and forgets the second.',
    layers: ['size'],
    alsoAllowed,
    build(tf, seed) {
      const data = clusters(tf, seed, { features: 6 });
      const model = twoHeads(tf, 6, [24], 3, { activation: 'elu' });
      return minimizing(tf, tf.train.momentum(0.02, 0.9), model, {
        steps: 280,
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          const [kind] = model.apply(xs) as tfjs.Tensor[];
          if (!kind) throw new Error('applying the model: expected two outputs');
          return ys.mul(kind.add(1e-6).log()).sum(1).mean().neg() as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-disconnected-unused-shift',
    heldOut: true,
    loop: 'fit',
    mistake: 'A layer of their own has a scale and a shift, and its call uses neither.',
    layers: ['rescale'],
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 16, 3], {
        out: { activation: 'softmax' },
        between: (number) => (number === 1 ? [scaling(tf, 'rescale', (x) => x.mul(1))] : []),
      });
      return fitting(classifier(model, tf.train.adam(0.005)), rings(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'h-disconnected-by-reading-numbers',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'A layer of their own reads its weights as numbers and makes new tensors of them: no gradient comes back.',
    layers: ['calibrate'],
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 1], {
        hidden: { activation: 'tanh' },
        between: () => [
          scaling(tf, 'calibrate', (x, scale, shift) =>
            x.mul(tf.tensor1d([...scale.dataSync()])).add(tf.tensor1d([...shift.dataSync()])),
          ),
        ],
      });
      return fittingDataset(tf, regressor(model, tf.train.rmsprop(0.003)), friedman(tf, seed), {
        epochs: 18,
      });
    },
  },
  {
    name: 'h-disconnected-positions',
    heldOut: true,
    loop: 'custom',
    mistake: 'Learned positions are given to the optimizer and never added to the rows of the image.',
    layers: ['positions'],
    alsoAllowed,
    build(tf, seed) {
      const data = stripes(tf, seed);
      const glorot = tf.initializers.glorotUniform({ seed });
      const variables = {
        'positions/table': tf.variable(glorot.apply([8, 12])),
        'rows/kernel': tf.variable(glorot.apply([8, 12])),
        'hidden/kernel': tf.variable(glorot.apply([96, 24])),
        'hidden/bias': tf.variable(tf.zeros([24])),
        'out/kernel': tf.variable(glorot.apply([24, 4])),
      };
      return minimizing(tf, tf.train.adamax(0.01), variables, {
        steps: 260,
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          const embedded = xs.reshape([-1, 8]).matMul(variables['rows/kernel']).reshape([-1, 96]).relu();
          const hidden = embedded.matMul(variables['hidden/kernel']).add(variables['hidden/bias']).relu();
          return tf.losses.softmaxCrossEntropy(ys, hidden.matMul(variables['out/kernel'])) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-disconnected-encoder-outside',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The code is computed before the function that is differentiated: the encoder is a constant in it.',
    layers: ['hidden1', 'code'],
    alsoAllowed,
    build(tf, seed) {
      const data = friedman(tf, seed, { features: 10 });
      const encoder = tf.sequential();
      encoder.add(tf.layers.dense({ name: 'hidden1', units: 20, activation: 'tanh', inputShape: [10] }));
      encoder.add(tf.layers.dense({ name: 'code', units: 6, activation: 'tanh' }));
      const decoder = mlp(tf, [6, 20, 10], { hidden: { name: 'decoder', activation: 'tanh' } });
      const variables = Object.fromEntries(
        [...encoder.trainableWeights, ...decoder.trainableWeights].map((weight) => [
          weight.originalName,
          weight.read() as tfjs.Variable,
        ]),
      );
      let code: tfjs.Tensor = tf.zeros([32, 6]);
      return minimizing(tf, tf.train.adagrad(0.05), variables, {
        steps: 280,
        before: (step) => {
          code.dispose();
          code = tf.tidy(() => encoder.apply(rows(data, step).xs) as tfjs.Tensor);
        },
        loss: (step) =>
          tf.losses.meanSquaredError(rows(data, step).xs, decoder.apply(code) as tfjs.Tensor) as tfjs.Scalar,
      });
    },
  },
]);
