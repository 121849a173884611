import type * as tfjs from '@tensorflow/tfjs';
import { sentences, sines, split } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, regressor } from '../../networks.js';
import { healthy } from '../../run.js';
import { ratings, sums, tallies, waves } from './data-a.js';
import { byHand, chain, clipped, onParts, part, variables } from './loops-a.js';

export const healthySequences = healthy([
  {
    name: 't-fine-rare-words',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = sentences(tf, seed, { examples: 480, length: 6, words: 45 });
      const data = { xs, ys: ys.argMax(1).toFloat().expandDims(1) };
      const model = chain(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 150, outputDim: 5, inputLength: 6 }),
        tf.layers.lstm({ name: 'reader', units: 6 }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fitting(classifier(model, tf.train.adam(0.01), 'sparseCategoricalCrossentropy'), data, {
        epochs: 7,
        batchSize: 16,
      });
    },
  },
  {
    name: 't-fine-clipped-adder',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(sums(tf, seed, { examples: 768, length: 8, noise: 0.1 }), 640);
      const model = chain(
        tf,
        tf.layers.gru({ name: 'adder', units: 8, inputShape: [8, 1] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const loss = (of: { xs: tfjs.Tensor; ys: tfjs.Tensor }) =>
        tf.losses.huberLoss(of.ys, model.apply(of.xs) as tfjs.Tensor);
      return byHand(tf, tf.train.rmsprop(0.004), model, {
        steps: 250,
        loss: (step) => loss(part(train, step, 32)),
        gradients: (of) => clipped(tf, of, 0.5),
        evaluate: () => loss(test),
      });
    },
  },
  {
    name: 't-fine-forecast',
    heldOut: true,
    loop: 'fitDataset',
    build(tf, seed) {
      const { train, test } = split(sines(tf, seed, { examples: 640, length: 10 }), 512);
      const model = chain(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 16, inputShape: [10, 1] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return fittingDataset(tf, regressor(model, tf.train.adam(0.004)), train, {
        epochs: 14,
        validation: test,
      });
    },
  },
  {
    name: 't-fine-waves',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const data = waves(tf, seed, { examples: 768 });
      const model = chain(
        tf,
        tf.layers.conv1d({ name: 'conv1', filters: 8, kernelSize: 5, strides: 2, inputShape: [24, 1] }),
        tf.layers.leakyReLU({ alpha: 0.1 }),
        tf.layers.conv1d({ name: 'conv2', filters: 8, kernelSize: 3 }),
        tf.layers.leakyReLU({ alpha: 0.1 }),
        tf.layers.globalAveragePooling1d({}),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return onParts(tf, classifier(model, tf.train.adam(0.01)), data, { steps: 200, size: 16 });
    },
  },
  {
    name: 't-fine-attention',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(tallies(tf, seed, { words: 8, length: 8, examples: 1152 }), 1024);
      const weights = variables(tf, {
        table: [[8, 8], 0.5],
        query: [[8, 8], 0.3],
        mix: [[8, 12], 0.35],
        shift: [[12], 0],
        head: [[12, 1], 0.3],
        level: [[1], 0],
      });
      const { table, query, mix, shift, head, level } = weights as Record<string, tfjs.Variable>;
      const loss = ({ xs, ys }: { xs: tfjs.Tensor; ys: tfjs.Tensor }) => {
        const count = xs.shape[0] ?? 0;
        if (!table || !query || !mix || !shift || !head || !level) throw new Error('expected six variables');
        const flat = tf.gather(table, xs.toInt().as1D()) as tfjs.Tensor2D;
        const tokens = flat.reshape([count, 8, 8]);
        const scores = flat
          .matMul(query)
          .reshape([count, 8, 8])
          .matMul(tokens, false, true)
          .div(Math.sqrt(8));
        const mixed = tokens.add(scores.softmax().matMul(tokens)).mean(1) as tfjs.Tensor2D;
        const hidden = mixed.mul(2).matMul(mix).add(shift).relu() as tfjs.Tensor2D;
        return tf.losses.sigmoidCrossEntropy(ys, hidden.matMul(head).add(level));
      };
      return byHand(tf, tf.train.adam(0.01), weights, {
        steps: 300,
        loss: (step) => loss(part(train, step, 32)),
        evaluate: () => loss(test),
        every: 50,
      });
    },
  },
  {
    name: 't-fine-ratings',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(
        ratings(tf, seed, { examples: 2560, users: 30, items: 24, noise: 0.3 }),
        2048,
      );
      const weights = variables(tf, { table: [[120, 4], 0.5], level: [[1], 0] });
      const { table, level } = weights as Record<'table' | 'level', tfjs.Variable>;
      const loss = ({ xs, ys }: { xs: tfjs.Tensor; ys: tfjs.Tensor }) => {
        const rows = tf.gather(table, xs.toInt().as1D()).reshape([-1, 2, 4]);
        const [user, item] = tf.unstack(rows, 1) as [tfjs.Tensor, tfjs.Tensor];
        return tf.losses.meanSquaredError(ys, user.mul(item).sum(1, true).add(level));
      };
      return byHand(tf, tf.train.adagrad(0.3), weights, {
        steps: 320,
        loss: (step) => loss(part(train, step, 64)),
        evaluate: () => loss(test),
        every: 40,
      });
    },
  },
]);
