import type * as tfjs from '@tensorflow/tfjs';
import { blobs, clusters, sines, split, teacher, withLabelNoise } from '../data.js';
import { custom, fitting, fittingDataset } from '../loops.js';
import { classifier, cnn, mlp, regressor, setLearningRate } from '../networks.js';
import { sick } from '../run.js';

const softmax = { activation: 'softmax' } as const;

/** Training on after the best often means memorising. */
const alsoAllowed = ['overfitting', 'loss-stalled'];

export const overtraining = sick('overtraining', [
  {
    name: 'overtrained-noisy-labels',
    heldOut: false,
    loop: 'fit',
    mistake:
      'Forty epochs on examples of which a third is mislabelled; the best was reached in the first ten.',
    alsoAllowed,
    build(tf, seed) {
      const data = withLabelNoise(tf, seed, clusters(tf, seed, { examples: 600 }), 0.33);
      const { train, test } = split(data, 256);
      const model = classifier(mlp(tf, [8, 48, 3], { out: softmax }), tf.train.adam(0.01));
      return fitting(model, train, { epochs: 40, validation: test });
    },
  },
  {
    name: 'overtrained-rate-raised',
    heldOut: false,
    loop: 'fit',
    mistake: 'The schedule multiplies the rate by 10 at epoch 12 instead of dividing it.',
    alsoAllowed: [...alsoAllowed, 'loss-oscillating', 'learning-rate-too-high', 'loss-diverging'],
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 720, features: 4, noise: 0.5 }), 320);
      const optimizer = tf.train.momentum(0.01, 0.9);
      return fitting(regressor(mlp(tf, [4, 16, 1]), optimizer), train, {
        epochs: 36,
        validation: test,
        callbacks: {
          onEpochBegin: async (epoch) => setLearningRate(optimizer, epoch < 12 ? 0.01 : 0.1),
        },
      });
    },
  },
  {
    name: 'overtrained-small-images',
    heldOut: false,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A convolutional network sees 160 noisy images fifty times.',
    alsoAllowed,
    build(tf, seed) {
      const data = withLabelNoise(tf, seed, blobs(tf, seed, { examples: 400, noise: 0.3 }), 0.15);
      const { train, test } = split(data, 160);
      const model = classifier(cnn(tf, [10, 10, 1], [8, 16], 4), tf.train.rmsprop(0.004));
      return fitting(model, train, { epochs: 50, validation: test });
    },
  },
  {
    name: 'overtrained-dataset',
    heldOut: false,
    loop: 'fitDataset',
    mistake: 'No early stopping on a regression with more weights than examples.',
    alsoAllowed,
    build(tf, seed) {
      const { train, test } = split(teacher(tf, seed, { examples: 420, noise: 0.6 }), 224);
      const model = regressor(mlp(tf, [8, 64, 32, 1]), tf.train.adam(0.003));
      return fittingDataset(tf, model, train, { epochs: 40, validation: test });
    },
  },
  {
    name: 'overtrained-by-hand',
    heldOut: false,
    loop: 'custom',
    mistake: 'A hand-written loop measures the validation loss and never looks at it.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = sines(tf, seed, { examples: 320, length: 6, noise: 0.7 });
      const { train, test } = split({ xs: xs.reshape([-1, 6]), ys }, 96);
      const model = mlp(tf, [6, 32, 24, 1], { hidden: { activation: 'tanh' } });
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      return custom(tf, tf.train.adamax(0.03), model, train, {
        steps: 600,
        loss: error,
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
]);
