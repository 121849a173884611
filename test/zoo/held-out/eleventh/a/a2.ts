import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sentences, sines } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';

export const a2 = [
  ...sick('inputs-constant', [
    {
      name: 'q-iterator-made-each-step',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      mistake:
        'Makes a new iterator of the data set at every step, and so trains on its first batch for ever.',
      build: (tf, seed) => {
        const { xs, ys } = sines(tf, seed, { examples: 512, length: 8 });
        const model = tf.sequential();
        model.add(tf.layers.lstm({ name: 'memory', units: 8, inputShape: [8, 1] }));
        model.add(tf.layers.dense({ name: 'next', units: 1 }));
        regressor(model, tf.train.adam(0.01));
        return {
          target: model,
          train: async () => {
            const batches = tf.data
              .zip({
                xs: tf.data.array((await xs.array()) as tfjs.TensorContainer[]),
                ys: tf.data.array((await ys.array()) as tfjs.TensorContainer[]),
              })
              .repeat()
              .batch(32) as tfjs.data.Dataset<{ xs: tfjs.Tensor; ys: tfjs.Tensor }>;
            for (let step = 0; step < 240; step++) {
              const iterator = await batches.iterator();
              const { value } = await iterator.next();
              await model.trainOnBatch(value.xs, value.ys);
              tf.dispose(value);
              if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
            }
          },
        };
      },
    },
    {
      name: 'q-scaled-into-bytes',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'Divides the pixels by 255 but keeps them in an array of bytes, where every one becomes 0.',
      alsoAllowed: [
        'class-collapse',
        'dead-relu',
        'loss-not-improving',
        'vanishing-gradient',
        'variable-not-training',
      ],
      build: (tf, seed) => {
        const { xs, ys } = blobs(tf, seed, { examples: 512, size: 8 });
        const pixels = Uint8Array.from(xs.dataSync(), (brightness) => 250 * brightness);
        const scaled = Uint8Array.from(pixels, (pixel) => pixel / 255);
        const images = tf.tensor4d(Float32Array.from(scaled), [512, 8, 8, 1]);
        const model = cnn(tf, [8, 8, 1], [5, 8], 4);
        return fitting(classifier(model, tf.train.momentum(0.03, 0.9)), { xs: images, ys }, { epochs: 16 });
      },
    },
  ]),
  ...sick('class-imbalance', [
    {
      name: 'q-frauds-as-found',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'Trains on payments as they come, of which one in 40 is a fraud, with an unweighted loss.',
      alsoAllowed: ['class-collapse', 'loss-oscillating', 'saturated-activation'],
      build: (tf, seed) => {
        const { xs, ys } = clusters(tf, seed, { examples: 960, features: 10, classes: 2, shares: [39, 1] });
        const model = mlp(tf, [10, 16, 8, 1], { out: { activation: 'sigmoid' } });
        return fitting(
          classifier(model, tf.train.adam(0.003), 'binaryCrossentropy'),
          { xs, ys: ys.slice([0, 1], [-1, 1]) },
          { epochs: 10 },
        );
      },
    },
    {
      name: 'q-one-language-hardly-crawled',
      heldOut: true,
      isUnseen: true,
      loop: 'fitDataset',
      mistake: 'Takes all that the crawler brought, 25 times as much of two languages as of the third.',
      alsoAllowed: ['loss-oscillating'],
      build: (tf, seed) => {
        const { xs, ys } = sentences(tf, seed, { examples: 660, length: 6, words: 30 });
        const labels = Array.from(ys.argMax(1).dataSync());
        const kept = labels.flatMap((label, at) => (label !== 2 || at % 25 === 0 ? [at] : []));
        const rows = tf.tensor1d(kept, 'int32');
        const model = tf.sequential();
        model.add(tf.layers.embedding({ name: 'words', inputDim: 30, outputDim: 6, inputLength: 6 }));
        model.add(tf.layers.gru({ name: 'reader', units: 6 }));
        model.add(tf.layers.dense({ name: 'language', units: 3, activation: 'softmax' }));
        classifier(model, tf.train.rmsprop(0.005), 'sparseCategoricalCrossentropy');
        const data = { xs: tf.gather(xs, rows), ys: tf.gather(tf.tensor2d(labels, [660, 1]), rows) };
        return fittingDataset(tf, model, data, { epochs: 16 });
      },
    },
  ]),
];
