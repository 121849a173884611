import { fitting } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { bars, reviews } from './signals.js';
import { byGradients, portion, squared } from './steps.js';
import { friedman } from './tables.js';

export const inputsConstant = sick('inputs-constant', [
  {
    name: 'v-constant-take-one',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A take(1) from debugging is still in the pipeline, before repeat: one batch for ever.',
    build(tf, seed) {
      const { xs, ys } = bars(tf, seed, { examples: 320 });
      const flat = xs.reshape([-1, 81]);
      const model = classifier(
        mlp(tf, [81, 24, 4], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        tf.train.sgd(0.05),
      );
      return {
        target: model,
        train: async () => {
          const batches = tf.data
            .generator(function* () {
              for (let batch = 0; batch < 10; batch++) {
                const [images, kinds] = portion({ xs: flat, ys }, batch, 32);
                yield { xs: images, ys: kinds };
              }
            })
            .take(1)
            .repeat();
          await model.fitDataset(batches as Parameters<typeof model.fitDataset>[0], {
            epochs: 15,
            batchesPerEpoch: 20,
            verbose: 0,
          });
        },
      };
    },
  },
  {
    name: 'v-constant-loader-died',
    heldOut: true,
    loop: 'custom',
    mistake: 'The worker that loads the data dies at step 150; its buffer keeps the last batch.',
    onset: 151,
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 1600 });
      const model = mlp(tf, [10, 24, 16, 1], { hidden: { activation: 'selu' } });
      return byGradients(tf, tf.train.rmsprop(0.002), model, {
        steps: 360,
        loss: (step) => squared(tf, model, ...portion(data, Math.min(step, 149), 32)),
      });
    },
  },
  {
    name: 'v-constant-unknown-words',
    heldOut: true,
    loop: 'fit',
    mistake: 'The vocabulary was loaded as an empty list: every word is number 1, unknown.',
    alsoAllowed: ['loss-not-improving', 'loss-stalled', 'class-collapse'],
    build(tf, seed) {
      const { xs, ys } = reviews(tf, seed, { words: 10, length: 4 });
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 10, outputDim: 8, inputLength: 4 }));
      model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }));
      const compiled = classifier(model, tf.train.adam(0.002), 'binaryCrossentropy');
      return fitting(compiled, { xs: tf.onesLike(xs), ys }, { epochs: 15 });
    },
  },
]);
