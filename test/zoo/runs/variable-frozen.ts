import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sentences, teacher } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Frozen is frozen: the values never change. */
const alsoAllowed = ['variable-not-training'];

export const variableFrozen = sick('variable-frozen', [
  {
    name: 'frozen-before-compile',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'The first convolution, random as it is, was marked as not trainable before compiling.',
    layers: ['conv1'],
    alsoAllowed,
    build(tf, seed) {
      const model = cnn(tf, [10, 10, 1], [8, 16], 4);
      model.getLayer('conv1').trainable = false;
      return fitting(classifier(model, tf.train.adam(0.003)), blobs(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'frozen-after-compile',
    heldOut: false,
    loop: 'trainOnBatch',
    mistake: 'Two of three layers were frozen after compiling, in an experiment that was forgotten.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed,
    build(tf, seed) {
      const model = regressor(mlp(tf, [8, 32, 24, 1]), tf.train.momentum(0.01, 0.9));
      for (const name of ['hidden1', 'hidden2']) model.getLayer(name).trainable = false;
      return onBatches(tf, model, teacher(tf, seed, { noise: 0.1 }), { steps: 300 });
    },
  },
  {
    name: 'frozen-never-compiled-again',
    heldOut: false,
    loop: 'fit',
    mistake: 'The base was made trainable again for fine-tuning, but the model was not compiled again.',
    layers: ['hidden1', 'hidden2'],
    alsoAllowed,
    async build(tf, seed) {
      const model = mlp(tf, [8, 32, 16, 3], { hidden: { activation: 'tanh' }, out: softmax });
      const base = ['hidden1', 'hidden2'].map((name) => model.getLayer(name));
      for (const layer of base) layer.trainable = false;
      classifier(model, tf.train.rmsprop(0.003));
      const data = clusters(tf, seed, { examples: 544, spread: 0.8 });
      await model.fit(data.xs, data.ys, { epochs: 2, verbose: 0 });
      for (const layer of base) layer.trainable = true;
      return fitting(model, data, { epochs: 17 });
    },
  },
  {
    name: 'frozen-embedding',
    heldOut: false,
    loop: 'fit',
    mistake: 'A random embedding was created with trainable: false, copied from an example with GloVe.',
    layers: ['words'],
    alsoAllowed,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.embedding({
          name: 'words',
          inputDim: 200,
          outputDim: 12,
          inputLength: 10,
          trainable: false,
          embeddingsInitializer: tf.initializers.randomNormal({ stddev: 0.5 }),
        }),
      );
      model.add(tf.layers.globalAveragePooling1d({ name: 'mean' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, ...softmax }));
      return fitting(classifier(model, tf.train.adagrad(0.1)), sentences(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'frozen-outside-the-list',
    heldOut: false,
    loop: 'custom',
    mistake: 'The list of variables that a hand-written loop minimises over lacks the encoder.',
    layers: ['encoder'],
    alsoAllowed,
    build(tf, seed) {
      const pixels = blobs(tf, seed, { size: 8, noise: 0.05 }).xs.reshape([-1, 64]);
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'encoder', units: 12, activation: 'tanh', inputShape: [64] }));
      model.add(tf.layers.dense({ name: 'decoder', units: 32, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'out', units: 64 }));
      const trained = model.trainableWeights
        .filter((weight) => !weight.originalName.startsWith('encoder'))
        .map((weight) => weight.read() as tfjs.Variable);
      const optimizer = tf.train.adam(0.003);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const batch = pixels.slice((step % 16) * 32, 32);
            const error = () => tf.losses.meanSquaredError(batch, model.apply(batch) as tfjs.Tensor);
            const loss = optimizer.minimize(error as () => tfjs.Scalar, true, trained);
            if (loss) vitals?.step({ loss });
            tf.dispose(loss ? [batch, loss] : batch);
            if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
          }
        },
      };
    },
  },
]);
