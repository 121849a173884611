import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, cnn, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { costOf, looping } from '../../part2-loops.js';
import { stack, through } from '../../part2-networks.js';
import { drawing, Shuffled } from '../../sixth/b/x-loops.js';
import { arm, drawings, tickets } from './data.js';

/** What is not updated does not move. */
const alsoAllowed = ['variable-not-training'];

export const variableFrozen = sick('variable-frozen', [
  {
    name: 'z-frozen-random-words',
    heldOut: true,
    loop: 'fit',
    mistake: 'The vectors of the words are frozen for trained ones that were never loaded.',
    layers: ['words'],
    alsoAllowed,
    build(tf, seed) {
      const model = stack(
        tf,
        tf.layers.embedding({
          name: 'words',
          inputDim: 36,
          outputDim: 6,
          inputLength: 6,
          embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.6 }),
          trainable: false,
        }),
        tf.layers.conv1d({ name: 'phrases', filters: 12, kernelSize: 2, activation: 'relu' }),
        tf.layers.globalMaxPooling1d({ name: 'strongest' }),
        tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }),
      );
      return fitting(classifier(model, tf.train.rmsprop(0.004)), tickets(tf, seed), { epochs: 15 });
    },
  },
  {
    name: 'z-frozen-by-prefix',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: "Block 1 was to be frozen by its name's beginning, which is that of blocks 10 and 11 as well.",
    layers: ['block1', 'block10', 'block11'],
    alsoAllowed,
    build(tf, seed) {
      const input = tf.input({ shape: [3], name: 'joints' });
      let x = through(tf.layers.dense({ name: 'entry', units: 12, activation: 'tanh' }), input);
      for (let block = 1; block <= 11; block++) {
        const inner = through(tf.layers.dense({ name: `block${block}`, units: 12, activation: 'tanh' }), x);
        x = through(tf.layers.add({ name: `sum${block}` }), [x, inner]);
      }
      const model = tf.model({
        inputs: input,
        outputs: through(tf.layers.dense({ name: 'hand', units: 2 }), x),
      });
      for (const layer of model.layers) if (layer.name.startsWith('block1')) layer.trainable = false;
      regressor(model, tf.train.momentum(0.003, 0.9), 'meanAbsoluteError');
      return drawing(tf, model, arm(tf, seed), { steps: 300, seed });
    },
  },
  {
    name: 'z-frozen-not-in-the-list',
    heldOut: true,
    loop: 'custom',
    backend: 'wasm',
    mistake: 'The list of variables that the loop hands to minimize was taken from the last layer alone.',
    layers: ['conv1', 'conv2'],
    alsoAllowed,
    build(tf, seed) {
      const model = cnn(tf, [9, 9, 1], [6, 10], 4);
      const optimizer = tf.train.adagrad(0.15);
      const head = model.layers.at(-1)?.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
      const source = new Shuffled(tf, drawings(tf, seed), 24, seed);
      return looping(tf, optimizer, model, {
        steps: 300,
        step: () => {
          const { xs, ys } = source.next();
          const error = () =>
            tf.metrics.categoricalCrossentropy(ys, model.apply(xs) as tfjs.Tensor).mean() as tfjs.Scalar;
          const loss = costOf(optimizer.minimize(error, true, head));
          tf.dispose([xs, ys]);
          return { loss };
        },
      });
    },
  },
]);
