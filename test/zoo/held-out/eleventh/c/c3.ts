import type * as tfjs from '@tensorflow/tfjs';
import { sentences, sines, split } from '../../../data.js';
import { batchOf, fitting, fittingDataset, onBatches } from '../../../loops.js';
import { classifier, regressor } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { crossEntropy, forward, initializers, turn, variablesOf } from './c-tools.js';

/** Sequences: recurrent layers on signals and on words. */
export const sequences = healthy([
  {
    name: 'q-ok-lstm-says-next-value',
    heldOut: true,
    isUnseen: true,
    loop: 'fit',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const { train, test } = split(sines(tf, seed, { examples: 1280, length: 7, noise: 0.1 }), 960);
      const model = tf.sequential({
        layers: [
          tf.layers.lstm({
            name: 'memory',
            units: 10,
            inputShape: [7, 1],
            kernelInitializer: start.glorot(),
            recurrentInitializer: start.orthogonal(),
          }),
          tf.layers.dense({ name: 'next', units: 1, kernelInitializer: start.glorot() }),
        ],
      });
      return fitting(regressor(model, tf.train.adam(0.008)), train, { epochs: 9, validation: test });
    },
  },
  {
    name: 'q-ok-gru-tells-frequencies',
    heldOut: true,
    isUnseen: true,
    loop: 'fitDataset',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const { train, test } = split(
        sines(tf, seed, { examples: 960, length: 8, noise: 0.1, classes: 3 }),
        768,
      );
      const model = tf.sequential({
        layers: [
          tf.layers.gru({
            name: 'memory',
            units: 10,
            inputShape: [8, 1],
            kernelInitializer: start.glorot(),
            recurrentInitializer: start.orthogonal(),
          }),
          tf.layers.dense({
            name: 'kind',
            units: 3,
            activation: 'softmax',
            kernelInitializer: start.glorot(),
          }),
        ],
      });
      return fittingDataset(tf, classifier(model, tf.train.adam(0.008)), train, {
        epochs: 10,
        validation: test,
      });
    },
  },
  {
    // Word numbers of 0..59 go into an embedding: no scale is asked of them.
    name: 'q-ok-bags-of-embedded-words',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const data = sentences(tf, seed, { examples: 2048, length: 6, words: 60, classes: 3 });
      const model = tf.sequential({
        layers: [
          tf.layers.embedding({
            name: 'words',
            inputDim: 60,
            outputDim: 8,
            inputLength: 6,
            embeddingsInitializer: start.uniform(0.5),
          }),
          tf.layers.globalAveragePooling1d({ name: 'bag' }),
          tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu', kernelInitializer: start.he() }),
          tf.layers.dense({
            name: 'topic',
            units: 3,
            activation: 'softmax',
            kernelInitializer: start.glorot(),
          }),
        ],
      });
      return onBatches(tf, classifier(model, tf.train.adam(0.004)), data, { steps: 250 });
    },
  },
  {
    // A plain recurrent layer whose gradients are clipped to a global norm of 1, as one does.
    name: 'q-ok-plain-rnn-clipped',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const { train, test } = split(
        sines(tf, seed, { examples: 1216, length: 10, noise: 0.1, classes: 3 }),
        1088,
      );
      const model = tf.sequential({
        layers: [
          tf.layers.simpleRNN({
            name: 'memory',
            units: 16,
            inputShape: [10, 1],
            kernelInitializer: start.glorot(),
            recurrentInitializer: start.orthogonal(),
          }),
          tf.layers.dense({ name: 'kind', units: 3, kernelInitializer: start.glorot() }),
        ],
      });
      const optimizer = tf.train.adam(0.003);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 320; step++) {
            const loss = tf.tidy(() => {
              const { xs, ys } = batchOf(train, step);
              const [x, y] = [xs[0] as tfjs.Tensor, ys[0] as tfjs.Tensor];
              const { value, grads } = tf.variableGrads(
                () => crossEntropy(tf, y, forward(model, x)),
                variables,
              );
              const norm = tf.sqrt(tf.addN(Object.values(grads).map((grad) => tf.sum(tf.square(grad)))));
              const scale = tf.minimum(1, tf.div(1, norm));
              optimizer.applyGradients(
                Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, grad.mul(scale)])),
              );
              return value;
            });
            vitals?.step({ loss });
            loss.dispose();
            if (step % 32 === 31) {
              const loss = tf.tidy(() => crossEntropy(tf, test.ys, model.predict(test.xs) as tfjs.Tensor));
              vitals?.evaluation({ loss });
              loss.dispose();
            }
            await turn(step);
          }
        },
      };
    },
  },
]);
