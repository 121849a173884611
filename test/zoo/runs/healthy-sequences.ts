import { sentences, sines, split } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, regressor } from '../networks.js';
import { healthy } from '../run.js';

/** Recurrent networks, embeddings, convolutions over time. */
export const healthySequences = healthy([
  {
    name: 'ok-lstm',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(sines(tf, seed, { examples: 640, length: 10 }), 512);
      const model = tf.sequential();
      model.add(tf.layers.lstm({ name: 'memory', units: 12, inputShape: [10, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return fitting(regressor(model, tf.train.adam(0.01)), train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'ok-gru-classifier',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 12, inputShape: [10, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const data = sines(tf, seed, { length: 10, classes: 4 });
      return fitting(classifier(model, tf.train.adam(0.01)), data, { epochs: 18 });
    },
  },
  {
    name: 'ok-simple-rnn',
    heldOut: false,
    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 16, inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return onBatches(tf, regressor(model, tf.train.rmsprop(0.003)), sines(tf, seed, { length: 8 }), {
        steps: 300,
      });
    },
  },
  {
    name: 'ok-sparse-embedding',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.embedding({ name: 'words', inputDim: 200, outputDim: 8, inputLength: 10 }));
      model.add(tf.layers.globalAveragePooling1d({ name: 'average' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 16, activation: 'relu' }));
      model.add(tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.01)), sentences(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'ok-bidirectional-lstm',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const model = tf.sequential();
      const layer = tf.layers.lstm({ name: 'memory', units: 6 }) as Parameters<
        typeof tf.layers.bidirectional
      >[0]['layer'];
      model.add(tf.layers.bidirectional({ name: 'both', layer, mergeMode: 'concat', inputShape: [8, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const data = sines(tf, seed, { length: 8, classes: 4 });
      return fitting(classifier(model, tf.train.adam(0.01)), data, { epochs: 16 });
    },
  },
  {
    name: 'ok-convolution-over-time',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const model = tf.sequential();
      model.add(
        tf.layers.conv1d({
          name: 'conv',
          filters: 12,
          kernelSize: 4,
          activation: 'relu',
          inputShape: [16, 1],
        }),
      );
      model.add(tf.layers.globalAveragePooling1d({ name: 'average' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const data = sines(tf, seed, { length: 16, classes: 4 });
      return fitting(classifier(model, tf.train.adam(0.02)), data, { epochs: 20 });
    },
  },
]);
