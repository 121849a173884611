import { blobs, digits, split } from '../data.js';
import { fitting, fittingDataset } from '../loops.js';
import { classifier, cnn } from '../networks.js';
import { healthy } from '../run.js';

/** Networks on images. */
export const healthyConvolutional = healthy([
  {
    name: 'ok-strided-cnn',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(blobs(tf, seed, { examples: 640 }), 512);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.adam(0.003));
      return fitting(model, train, { epochs: 16, validation: test });
    },
  },
  {
    name: 'ok-pooled-cnn',
    heldOut: false,
    loop: 'fit',
    build(tf, seed) {
      const model = cnn(tf, [8, 8, 1], [4], 4, {
        conv: { strides: 1 },
        between: (number) => [tf.layers.maxPooling2d({ name: `pool${number}`, poolSize: 2 })],
      });
      return fitting(classifier(model, tf.train.momentum(0.02, 0.9)), blobs(tf, seed, { size: 8 }), {
        epochs: 16,
      });
    },
  },
  {
    name: 'ok-normalized-cnn',
    heldOut: false,
    loop: 'fitDataset',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(blobs(tf, seed, { examples: 640 }), 512);
      const model = cnn(tf, [10, 10, 1], [8, 16], 4, {
        between: (number) => [tf.layers.batchNormalization({ name: `norm${number}` })],
      });
      return fittingDataset(tf, classifier(model, tf.train.sgd(0.05)), train, {
        epochs: 16,
        validation: test,
      });
    },
  },
  {
    name: 'ok-digits-adam',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    async build(tf) {
      const { train, test } = await digits(tf, 1920);
      const model = classifier(cnn(tf, [28, 28, 1], [8, 16], 10), tf.train.adam(0.001));
      return fitting(model, train, { epochs: 5, validation: test });
    },
  },
  {
    name: 'ok-digits-sgd',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    async build(tf) {
      const { train, test } = await digits(tf, 1920);
      const model = classifier(cnn(tf, [28, 28, 1], [8, 16], 10), tf.train.sgd(0.1));
      return fitting(model, train, { epochs: 5, validation: test });
    },
  },
]);
