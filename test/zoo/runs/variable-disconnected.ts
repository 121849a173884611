import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sines, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor, twoHeads } from '../networks.js';
import { sick, type Tf } from '../run.js';

type Symbolic = tfjs.SymbolicTensor;

/** No gradient, no movement. */
const alsoAllowed = ['variable-not-training'];

/** A layer of the user's own that should scale its input by a trained factor. */
function scaling(tf: Tf, name: string): tfjs.layers.Layer {
  class Scaling extends tf.layers.Layer {
    static className = 'Scaling';
    private factor: tfjs.LayerVariable | undefined;

    override build(shape: tfjs.Shape): void {
      const units = shape.at(-1) ?? 1;
      const ones = tf.initializers.ones();
      this.factor = this.addWeight('factor', [units], 'float32', ones);
      super.build(shape);
    }

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [input] = [inputs].flat();
      if (!input || !this.factor) throw new Error('calling a scaling layer: expected one input, found none');
      // The product is computed and thrown away.
      input.mul(this.factor.read());
      return input.clone();
    }
  }
  return new Scaling({ name });
}

/** A layer of the user's own that makes its result from numbers: nothing flows back through it. */
function ranking(tf: Tf, name: string): tfjs.layers.Layer {
  class Ranking extends tf.layers.Layer {
    static className = 'Ranking';

    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      const [input] = [inputs].flat();
      if (!input) throw new Error('calling a ranking layer: expected one input, found none');
      return tf.tensor(Float32Array.from(input.dataSync(), Math.tanh), input.shape);
    }
  }
  return new Ranking({ name });
}

export const variableDisconnected = sick('variable-disconnected', [
  {
    name: 'disconnected-unused-weight',
    heldOut: false,
    loop: 'fit',
    mistake: 'A layer of the user has a trained factor and returns its input without it.',
    layers: ['scaling'],
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 3], {
        out: { activation: 'softmax' },
        between: () => [scaling(tf, 'scaling')],
      });
      return fitting(classifier(model, tf.train.adam(0.003)), clusters(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'disconnected-by-dataSync',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake:
      'A layer of the user reads its input as numbers and makes a new tensor: what is before it is cut.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [8, 24, 24, 1], {
        between: (number) => (number === 2 ? [ranking(tf, 'ranking')] : []),
      });
      const compiled = regressor(model, tf.train.momentum(0.02, 0.9));
      return onBatches(tf, compiled, teacher(tf, seed, { noise: 0.1 }), { steps: 300 });
    },
  },
  {
    name: 'disconnected-second-head',
    heldOut: false,
    loop: 'custom',
    mistake: 'The loss of a hand-written loop uses the first of two heads only.',
    layers: ['size'],
    alsoAllowed,
    build(tf, seed) {
      const model = twoHeads(tf, 8, [24, 16], 3, { activation: 'tanh' });
      return custom(tf, tf.train.adamax(0.005), model, clusters(tf, seed), {
        steps: 300,
        loss: (x, y) => {
          const [kind] = model.apply(x) as tfjs.Tensor[];
          if (!kind) throw new Error('applying a model: expected two outputs, found none');
          return tf.metrics.categoricalCrossentropy(y, kind).mean();
        },
      });
    },
  },
  {
    name: 'disconnected-old-variable',
    heldOut: false,
    loop: 'custom',
    mistake: 'The kernel was replaced by a new variable; the optimiser is still given the old one as well.',
    layers: ['old'],
    alsoAllowed,
    build(tf, seed) {
      const initial = tf.initializers.glorotNormal({ seed });
      const variables = {
        'old/kernel': tf.variable(initial.apply([8, 16])),
        'hidden/kernel': tf.variable(initial.apply([8, 16])),
        'hidden/bias': tf.variable(tf.zeros([16])),
        'out/kernel': tf.variable(initial.apply([16, 1])),
      };
      return custom(tf, tf.train.rmsprop(0.005), variables, teacher(tf, seed, { noise: 0.1 }), {
        steps: 300,
        loss: (x, y) => {
          const hidden = x.matMul(variables['hidden/kernel']).add(variables['hidden/bias']).tanh();
          return tf.losses.meanSquaredError(y, hidden.matMul(variables['out/kernel']));
        },
      });
    },
  },
  {
    name: 'disconnected-ignored-branch',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A layer of the user merges two branches and returns the first one only.',
    layers: ['memory'],
    alsoAllowed,
    build(tf, seed) {
      class Merging extends tf.layers.Layer {
        static className = 'Merging';

        override computeOutputShape(shapes: tfjs.Shape | tfjs.Shape[]): tfjs.Shape {
          return shapes[0] as tfjs.Shape;
        }

        override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
          const [first] = [inputs].flat();
          if (!first) throw new Error('calling a merging layer: expected two inputs, found none');
          return first.clone();
        }
      }
      const input = tf.input({ shape: [6, 1], name: 'series' });
      const flat = tf.layers.flatten({ name: 'flat' }).apply(input) as Symbolic;
      const dense = tf.layers
        .dense({ name: 'hidden', units: 16, activation: 'tanh' })
        .apply(flat) as Symbolic;
      const memory = tf.layers.gru({ name: 'memory', units: 16 }).apply(input) as Symbolic;
      const merged = new Merging({ name: 'merged' }).apply([dense, memory]) as Symbolic;
      const out = tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }).apply(merged) as Symbolic;
      const model = classifier(tf.model({ inputs: input, outputs: out }), tf.train.adam(0.01));
      return fitting(model, sines(tf, seed, { length: 6, classes: 4 }), { epochs: 18 });
    },
  },
]);
