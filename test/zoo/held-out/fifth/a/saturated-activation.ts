import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { ballots, flats, strokes } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

const consequences = ['vanishing-gradient', 'variable-not-training'];

export const saturatedActivation = sick('saturated-activation', [
  {
    name: 'v-rails-raw-columns',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'Columns in square metres, years and floors meet a tanh layer as they are.',
    layers: ['hidden1'],
    alsoAllowed: [...consequences, 'inputs-not-normalized', 'loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed);
      const [scale, offset] = [
        [20, 15, 30, 25, 8, 12, 5, 40, 9, 30],
        [90, 60, 120, 80, 30, 40, 10, 200, 20, 100],
      ];
      const raw = xs.mul(tf.tensor1d(scale)).add(tf.tensor1d(offset));
      const model = mlp(tf, [10, 24, 8, 1], { hidden: { activation: 'tanh' } });
      model.compile({ optimizer: tf.train.adam(0.003), loss: 'meanSquaredError' });
      return batchByBatch(tf, model, { steps: 320, batch: shuffledBatches(tf, seed, { xs: raw, ys }, 32) });
    },
  },
  {
    name: 'v-rails-unscaled-start',
    heldOut: true,
    loop: 'fit',
    mistake:
      'A sigmoid layer on pictures is drawn from a normal distribution of width 6, whatever its fan-in.',
    layers: ['squash'],
    alsoAllowed: [...consequences, 'poor-initialization'],
    build(tf, seed) {
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 6 });
      const model = tf.sequential();
      model.add(tf.layers.flatten({ name: 'pixels', inputShape: [9, 9, 1] }));
      model.add(tf.layers.dense({ name: 'wide', units: 32, kernelInitializer }));
      model.add(tf.layers.activation({ name: 'squash', activation: 'sigmoid' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.002)), strokes(tf, seed), { epochs: 16 });
    },
  },
  {
    name: 'v-rails-recurrent-latch',
    heldOut: true,
    loop: 'custom',
    mistake:
      'The recurrent weights of a tanh layer start eight times too large: every state latches at once.',
    layers: ['memory'],
    alsoAllowed: [...consequences, 'poor-initialization'],
    build(tf, seed) {
      const model = tf.sequential();
      const recurrentInitializer = tf.initializers.orthogonal({ gain: 8 });
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 4 });
      model.add(
        tf.layers.simpleRNN({
          name: 'memory',
          units: 16,
          recurrentInitializer,
          kernelInitializer,
          inputShape: [9, 3],
        }),
      );
      model.add(tf.layers.dense({ name: 'out', units: 3 }));
      const next = shuffledBatches(tf, seed, ballots(tf, seed), 32);
      return minimizing(tf, tf.train.sgd(0.01), model, {
        steps: 300,
        cost: (step) => {
          const { x, y } = next(step);
          return tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);
