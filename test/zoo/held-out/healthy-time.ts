import type * as tfjs from '@tensorflow/tfjs';
import { sentences, split } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, regressor } from '../networks.js';
import { healthy } from '../run.js';
import { labelsOf, ratings, swings, walks } from './part2-data.js';
import { stack, through } from './part2-networks.js';

const softmax = { activation: 'softmax' } as const;
type Recurrent = Parameters<typeof tfjs.layers.bidirectional>[0]['layer'];

/** Sequences, and what is looked up in a table. */
export const healthyTime = healthy([
  {
    name: 'h-ok-three-to-one-convolution',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(
        walks(tf, seed, { examples: 1280, classes: 2, shares: [3, 1], drift: 0.2 }),
        1024,
      );
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'short',
          filters: 10,
          kernelSize: 3,
          activation: 'relu',
          inputShape: [12, 2],
        }),
        tf.layers.conv1d({ name: 'long', filters: 12, kernelSize: 5, activation: 'relu' }),
        tf.layers.globalAveragePooling1d({ name: 'average' }),
        tf.layers.dense({ name: 'out', units: 2, ...softmax }),
      );
      return fitting(classifier(model, tf.train.adam(0.003)), train, { epochs: 8, validation: test });
    },
  },
  {
    name: 'h-ok-strided-convolutions-over-time',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const strided = { kernelSize: 4, strides: 2, activation: 'swish' } as const;
      const model = stack(
        tf,
        tf.layers.conv1d({ name: 'conv1', filters: 8, ...strided, inputShape: [16, 1] }),
        tf.layers.conv1d({ name: 'conv2', filters: 12, ...strided }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const data = swings(tf, seed, { length: 16, examples: 640 });
      return onBatches(tf, regressor(model, tf.train.momentum(0.02, 0.9)), data, { steps: 350 });
    },
  },
  {
    name: 'h-ok-lstm-on-lstm',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.lstm({ name: 'lower', units: 8, returnSequences: true, inputShape: [6, 2] }),
        tf.layers.lstm({ name: 'upper', units: 8 }),
        tf.layers.dense({ name: 'out', units: 3, ...softmax }),
      );
      const { xs, ys } = walks(tf, seed, { length: 6, drift: 0.6 });
      return fitting(
        classifier(model, tf.train.adam(0.01), 'sparseCategoricalCrossentropy'),
        { xs, ys: labelsOf(ys) },
        { epochs: 14 },
      );
    },
  },
  {
    name: 'h-ok-gru-forecast',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(swings(tf, seed, { examples: 576, length: 8, ahead: 2 }), 448);
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 12, inputShape: [8, 1], recurrentInitializer: 'orthogonal' }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      return fittingDataset(tf, regressor(model, tf.train.rmsprop(0.005)), train, {
        epochs: 18,
        validation: test,
      });
    },
  },
  {
    name: 'h-ok-gru-both-ways',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const layer = tf.layers.gru({ name: 'memory', units: 6 }) as Recurrent;
      const model = stack(
        tf,
        tf.layers.bidirectional({ name: 'both', layer, mergeMode: 'sum', inputShape: [6, 2] }),
        tf.layers.dense({ name: 'out', units: 3, ...softmax }),
      );
      const data = walks(tf, seed, { length: 6, drift: 0.6, examples: 640 });
      return onBatches(tf, classifier(model, tf.train.adam(0.01)), data, { steps: 260 });
    },
  },
  {
    name: 'h-ok-each-step-a-target',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      // The next value at every time step.
      const { xs } = swings(tf, seed, { length: 9, noise: 0.03 });
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 14, returnSequences: true, inputShape: [8, 1] }),
        tf.layers.timeDistributed({ name: 'each', layer: tf.layers.dense({ name: 'next', units: 1 }) }),
      );
      return fitting(
        regressor(model, tf.train.adam(0.005)),
        { xs: xs.slice([0, 0, 0], [-1, 8, 1]), ys: xs.slice([0, 1, 0], [-1, 8, 1]) },
        { epochs: 16 },
      );
    },
  },
  {
    name: 'h-ok-words-seldom-used',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // Of 60 words a batch holds few; the vectors of the others stay where they are in that step.
      const model = stack(
        tf,
        tf.layers.embedding({ name: 'words', inputDim: 60, outputDim: 6, inputLength: 5 }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 3, ...softmax }),
      );
      const data = sentences(tf, seed, { words: 60, length: 5, examples: 320 });
      return fitting(classifier(model, tf.train.adam(0.02)), data, { epochs: 14, batchSize: 16 });
    },
  },
  {
    name: 'h-ok-users-and-items',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { user, item, rating } = ratings(tf, seed, { examples: 1280, users: 20, items: 16 });
      const inputs = [
        tf.input({ shape: [1], name: 'user' }),
        tf.input({ shape: [1], name: 'item' }),
      ] as const;
      const factors = (name: string, inputDim: number, input: tfjs.SymbolicTensor) => {
        const embeddingsInitializer = tf.initializers.randomNormal({ stddev: 0.5 });
        const table = tf.layers.embedding({ name, inputDim, outputDim: 3, embeddingsInitializer });
        return through(tf.layers.flatten({ name: `${name}Flat` }), through(table, input));
      };
      const guess = through(tf.layers.dot({ name: 'rating', axes: 1 }), [
        factors('users', 20, inputs[0]),
        factors('items', 16, inputs[1]),
      ]);
      const model = regressor(tf.model({ inputs: [...inputs], outputs: guess }), tf.train.adam(0.02));
      return onBatches(tf, model, { xs: [user, item], ys: rating }, { steps: 320 });
    },
  },
  {
    name: 'h-ok-attention',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      // Each step of the walk asks all others; dot products weigh what they answer.
      const input = tf.input({ shape: [8, 2], name: 'walk' });
      const part = (name: string) =>
        through(
          tf.layers.timeDistributed({ name, layer: tf.layers.dense({ name: `${name}Each`, units: 8 }) }),
          input,
        );
      const [asks, keys, answers] = ['asks', 'keys', 'answers'].map(part);
      if (!asks || !keys || !answers) throw new Error('attending: expected three projections');
      const scores = through(tf.layers.dot({ name: 'scores', axes: [2, 2] }), [asks, keys]);
      const weights = through(tf.layers.activation({ name: 'weights', activation: 'softmax' }), scores);
      const mixed = through(tf.layers.dot({ name: 'mix', axes: [2, 1] }), [weights, answers]);
      const flat = through(tf.layers.globalAveragePooling1d({ name: 'average' }), mixed);
      const out = through(tf.layers.dense({ name: 'out', units: 3, ...softmax }), flat);
      const model = classifier(tf.model({ inputs: input, outputs: out }), tf.train.adam(0.01));
      return fitting(model, walks(tf, seed, { length: 8 }), { epochs: 18 });
    },
  },
]);
