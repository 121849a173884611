import { sentences, teacher } from '../../data.js';
import { fitting } from '../../loops.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { sums, textures } from './data-b.js';
import { batches, compiled, feeding, minimizing, stacked, variablesOf } from './loops-b.js';

export const variableFrozen = sick('variable-frozen', [
  {
    name: 't-frozen-first-convolution',
    heldOut: true,
    loop: 'fit',
    mistake: 'The convolutions were frozen for transfer learning, but no weights were ever loaded into them.',
    layers: ['conv1', 'conv2'],
    build(tf, seed) {
      const convolution = (name: string, filters: number) =>
        tf.layers.conv2d({
          name,
          filters,
          kernelSize: 3,
          activation: 'elu',
          trainable: false,
          ...(name === 'conv1' && { inputShape: [8, 8, 1] }),
        });
      const model = compiled(
        stacked(
          tf,
          convolution('conv1', 4),
          convolution('conv2', 6),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'head', units: 4, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.003), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, textures(tf, seed, { examples: 288 }), { epochs: 12, batchSize: 24 });
    },
  },
  {
    name: 't-frozen-left-out-of-list',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake: 'The list of variables for minimize was written when the network had one layer less.',
    layers: ['w1', 'b1'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const random = new Random(seed + 51);
      const matrix = (rows: number, columns: number) =>
        tf.variable(tf.tensor2d(random.normals(rows * columns), [rows, columns]).div(Math.sqrt(rows)));
      const [w1, w2, w3] = [matrix(8, 20), matrix(20, 12), matrix(12, 1)];
      const [b1, b2, b3] = [
        tf.variable(tf.zeros([20])),
        tf.variable(tf.zeros([12])),
        tf.variable(tf.zeros([1])),
      ];
      const variables = { w1, b1, w2, b2, w3, b3 };
      return minimizing(tf.train.momentum(0.01, 0.9), variables, 400, {
        next: batches(tf, seed, teacher(tf, seed, { noise: 0.1 }), 32),
        updated: () => [w2, b2, w3, b3],
        loss: ([x], [y]) => {
          const first = (x as typeof w1).matMul(w1).add(b1).tanh();
          const guess = first.matMul(w2).add(b2).tanh().matMul(w3).add(b3);
          return tf.losses.meanSquaredError(y as typeof w1, guess);
        },
      });
    },
  },
  {
    name: 't-frozen-words',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The embedding was switched off for a test and not on again; it holds its random start.',
    layers: ['words'],
    build(tf, seed) {
      const model = compiled(
        stacked(
          tf,
          tf.layers.embedding({
            name: 'words',
            inputDim: 90,
            outputDim: 8,
            inputLength: 10,
            trainable: false,
            embeddingsInitializer: tf.initializers.randomNormal({ stddev: 1 }),
          }),
          tf.layers.globalAveragePooling1d({ name: 'mean' }),
          tf.layers.dense({ name: 'hidden', units: 12, activation: 'tanh' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.004), loss: 'categoricalCrossentropy' },
      );
      return feeding(tf, model, 260, batches(tf, seed, sentences(tf, seed, { words: 90 }), 32));
    },
  },
  {
    name: 't-frozen-only-the-head',
    heldOut: true,
    loop: 'custom',
    mistake: 'Only the variables of the head are handed to the optimizer, in a network that is all new.',
    layers: ['rnn'],
    alsoAllowed: ['variable-not-training'],
    build(tf, seed) {
      const model = stacked(
        tf,
        tf.layers.simpleRNN({ name: 'rnn', units: 10, returnSequences: true, inputShape: [10, 1] }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'head', units: 1 }),
      );
      return minimizing(tf.train.adam(0.01), model, 250, {
        next: batches(tf, seed, sums(tf, seed), 16),
        updated: () => variablesOf(model, 'head'),
        loss: ([x], [y]) => tf.losses.huberLoss(y as never, model.apply(x as never) as never),
      });
    },
  },
]);
