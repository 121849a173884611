import { mispaired } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { customers, wines } from './records.js';
import { comments } from './signals.js';
import { batches, drawn } from './steps.js';

export const classCollapse = sick('class-collapse', [
  {
    name: 'u-one-by-class-weight',
    heldOut: true,
    loop: 'fit',
    mistake: 'A class weight of 40 was kept from a data set of fraud; here the classes are even.',
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = customers(tf, seed, { examples: 640, sharp: 0.8 });
      const two = tf.concat([tf.onesLike(ys).sub(ys), ys], 1);
      const model = mlp(tf, [7, 16, 2], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      model.compile({
        optimizer: tf.train.adam(0.002),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return fitting(model, { xs, ys: two }, { epochs: 16, classWeight: { 0: 1, 1: 40 } });
    },
  },
  {
    name: 'u-one-by-bias-of-prior',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'The bias of the output starts at the log-odds of another data set, and the rate is too small for it.',
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = wines(tf, seed, { overlap: 1.2 });
      const model = mlp(tf, [11, 20, 4], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } });
      const out = model.getLayer('out');
      const [kernel] = out.getWeights();
      if (!kernel) throw new Error('preparing a layer: expected a kernel, found none');
      out.setWeights([kernel, tf.tensor1d([0, 0, 9, 0])]);
      model.compile({
        optimizer: tf.train.sgd(0.004),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return drawn(tf, model, { xs, ys }, { steps: 320, batch: 32, seed });
    },
  },
  {
    name: 'u-one-for-lost-order',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'The comments were sorted by date, their topics by author: nothing fits, the frequent topic is guessed.',
    alsoAllowed: ['loss-not-improving', 'loss-stalled'],
    build(tf, seed) {
      const { xs, labels } = comments(tf, seed, { examples: 320, topics: 6 });
      // Three of the six kinds of comments are filed under the first topic.
      const filed = tf.tensor1d(
        labels.map((label) => Math.max(0, label - 2)),
        'int32',
      );
      const data = mispaired(tf, seed, { xs, ys: tf.oneHot(filed, 4).toFloat() });
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 32, outputDim: 4, inputLength: 8 }));
      model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
      model.add(tf.layers.dense({ name: 'topic', units: 4, activation: 'softmax' }));
      model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
      return {
        target: model,
        train: async () => {
          await model.fitDataset(batches(tf, data, 16), { epochs: 16, verbose: 0 });
        },
      };
    },
  },
]);
