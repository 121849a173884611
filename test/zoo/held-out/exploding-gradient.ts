import type * as tfjs from '@tensorflow/tfjs';
import { fitting, onBatches } from '../loops.js';
import { mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { sick, type Tf } from '../run.js';
import { additions, friedman } from './data.js';
import { minimizing, onEach, rows } from './loops.js';

/** A gradient without bound takes the weights and the loss with it. */
const alsoAllowed = [
  'learning-rate-too-high',
  'loss-diverging',
  'loss-nonfinite',
  'loss-not-improving',
  'loss-oscillating',
  'loss-spike',
  'dead-relu',
  'saturated-activation',
  'variable-not-training',
  // What each layer multiplies shows in the first outputs.
  'poor-initialization',
];

/** x³: an activation without bound. */
function cube(tf: Tf, name: string): tfjs.layers.Layer {
  class Cube extends tf.layers.Layer {
    static readonly className = 'Cube';
    override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
      return tf.tidy(() => tf.pow([inputs].flat()[0] as tfjs.Tensor, 3));
    }
  }
  return new Cube({ name });
}

export const explodingGradient = sick('exploding-gradient', [
  {
    name: 'h-exploding-factorisation',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Ratings as products of factors that start large, SGD at a large rate: each factor makes the other grow.',
    alsoAllowed,
    build(tf, seed) {
      const random = new Random(seed);
      const pairs = Array.from({ length: 512 }, () => [random.integer(40), random.integer(30)]);
      const xs = tf.tensor2d(pairs, [512, 2], 'int32');
      const ys = tf.tensor2d(
        pairs.map(([user = 0, item = 0]) => [1 + ((user * 7 + item * 3) % 5)]),
        [512, 1],
      );
      const start = tf.initializers.randomNormal({ stddev: 1, seed });
      const variables = {
        'users/factors': tf.variable(start.apply([40, 8])),
        'items/factors': tf.variable(start.apply([30, 8])),
      };
      return minimizing(tf, tf.train.sgd(2), variables, {
        steps: 260,
        loss: (step) => {
          const batch = rows({ xs, ys }, step);
          const [users, items] = tf.split(batch.xs, 2, 1);
          if (!users || !items) throw new Error('splitting pairs: expected two columns');
          const left = tf.gather(variables['users/factors'] as tfjs.Tensor2D, users.flatten().toInt());
          const right = tf.gather(variables['items/factors'] as tfjs.Tensor2D, items.flatten().toInt());
          const guess = left.mul(right).sum(1, true);
          return tf.losses.meanSquaredError(batch.ys, guess) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-exploding-cubes',
    heldOut: true,
    loop: 'fit',
    mistake: 'The activation of a layer is the cube of its input, without clipping or normalisation.',
    alsoAllowed,
    build(tf, seed) {
      const model = mlp(tf, [8, 32, 1], {
        hidden: { activation: 'linear' },
        between: () => [cube(tf, 'cube')],
      });
      return fitting(regressor(model, tf.train.momentum(0.06, 0.9)), friedman(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'h-exploding-residual-tower',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Ten residual blocks without normalisation, each of which doubles its input.',
    alsoAllowed,
    build(tf, seed) {
      const input = tf.input({ shape: [8], name: 'features' });
      let x = tf.layers.dense({ name: 'stem', units: 16 }).apply(input) as tfjs.SymbolicTensor;
      for (let number = 1; number <= 10; number++) {
        const block = tf.layers.dense({
          name: `block${number}`,
          units: 16,
          activation: 'relu',
          kernelInitializer: tf.initializers.heNormal({ seed: seed + number }),
        });
        const branch = block.apply(x) as tfjs.SymbolicTensor;
        x = tf.layers.add({ name: `sum${number}` }).apply([x, branch]) as tfjs.SymbolicTensor;
      }
      const out = tf.layers.dense({ name: 'out', units: 1 }).apply(x) as tfjs.SymbolicTensor;
      const model = regressor(tf.model({ inputs: input, outputs: out }), tf.train.sgd(2e-4));
      return onBatches(tf, model, friedman(tf, seed), { steps: 200 });
    },
  },
  {
    name: 'h-exploding-longer-sequences',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake:
      'Sequences get longer by one every ten steps, and the states of a recurrent ReLU layer grow at each.',
    // The rate was chosen for long sequences; for the short ones it is small.
    alsoAllowed: [...alsoAllowed, 'learning-rate-too-low'],
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 8,
          activation: 'relu',
          recurrentInitializer: tf.initializers.identity({ gain: 1.3 }),
          inputShape: [null, 2],
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      regressor(model, tf.train.sgd(1e-5));
      const data = additions(tf, seed, { length: 30 });
      return onEach(
        tf,
        model,
        (step) => {
          const { xs, ys } = rows(data, step);
          return { xs: xs.slice([0, 0, 0], [32, 3 + Math.floor(step / 10), 2]), ys };
        },
        { steps: 230 },
      );
    },
  },
]);
