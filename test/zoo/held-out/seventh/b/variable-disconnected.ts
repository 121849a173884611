import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { costOf, looping } from '../../part2-loops.js';
import { stack, through, variablesOf } from '../../part2-networks.js';
import { drawing, Shuffled } from '../../sixth/b/x-loops.js';
import { beats, board, tickets } from './data.js';
import { experts } from './layers.js';

/** No gradient, no movement. */
const alsoAllowed = ['variable-not-training'];

export const variableDisconnected = sick('variable-disconnected', [
  {
    name: 'z-disconnected-truth-with-itself',
    heldOut: true,
    loop: 'fit',
    mistake: 'The loss of the second output compares the truth with itself, by a slip of the pen.',
    layers: ['loud1', 'loud2'],
    alsoAllowed,
    build(tf, seed) {
      const input = tf.input({ shape: [16, 1], name: 'beats' });
      const local = tf.layers.conv1d({ name: 'local', filters: 10, kernelSize: 6, activation: 'relu' });
      const heard = through(tf.layers.globalAveragePooling1d({ name: 'pooled' }), through(local, input));
      const kind = through(tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }), heard);
      const inner = through(tf.layers.dense({ name: 'loud1', units: 8, activation: 'tanh' }), heard);
      const loud = through(tf.layers.dense({ name: 'loud2', units: 1 }), inner);
      const model = tf.model({ inputs: input, outputs: [kind, loud] });
      model.compile({
        optimizer: tf.train.adam(0.006),
        loss: [
          (truth, guess) => tf.metrics.categoricalCrossentropy(truth, guess),
          (truth) => tf.metrics.meanSquaredError(truth, truth),
        ],
      });
      const { xs, ys } = beats(tf, seed);
      return fitting(model, { xs, ys: [ys, xs.square().mean(1)] }, { epochs: 18 });
    },
  },
  {
    name: 'z-disconnected-fourth-expert',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: "A layer of four experts of the user's own sums up three: the loop ends one too early.",
    layers: ['mixture'],
    alsoAllowed,
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.dense({ name: 'entry', units: 16, activation: 'tanh', inputShape: [2] }),
        experts(tf, 'mixture', { units: 16, count: 4, asked: 3 }),
        tf.layers.dense({ name: 'colour', units: 2, activation: 'softmax' }),
      );
      return drawing(tf, classifier(model, tf.train.rmsprop(0.005)), board(tf, seed), { steps: 400, seed });
    },
  },
  {
    name: 'z-disconnected-through-arrays',
    heldOut: true,
    loop: 'custom',
    mistake: 'Between encoder and head the codes are rounded in plain JavaScript, which no gradient passes.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = tickets(tf, seed);
      const bags = tf.oneHot(xs.toInt(), 36).sum(1).toFloat();
      const model = mlp(tf, [36, 20, 10, 3], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adamax(0.01);
      const weights = variablesOf(model);
      const source = new Shuffled(tf, { xs: bags, ys }, 32, seed);
      const [first, second, out] = model.layers;
      if (!first || !second || !out) throw new Error('building: expected three layers');
      return looping(tf, optimizer, model, {
        steps: 320,
        step: () => {
          const batch = source.next();
          const cost = () => {
            const codes = second.apply(first.apply(batch.xs)) as tfjs.Tensor;
            const rounded = Array.from(codes.dataSync(), (code) => Math.round(10 * code) / 10);
            const guess = out.apply(tf.tensor(rounded, codes.shape)) as tfjs.Tensor;
            return tf.losses.softmaxCrossEntropy(batch.ys, guess) as tfjs.Scalar;
          };
          const loss = costOf(optimizer.minimize(cost, true, weights));
          tf.dispose([batch.xs, batch.ys]);
          return { loss };
        },
      });
    },
  },
]);
