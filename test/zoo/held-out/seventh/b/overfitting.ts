import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, withLabelNoise } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn, mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { minimizing } from '../../sixth/b/x-loops.js';
import { drawings, tickets } from './data.js';

const alsoAllowed = ['overtraining'];

export const overfitting = sick('overfitting', [
  {
    name: 'z-overfit-sixty-rows',
    heldOut: true,
    loop: 'fit',
    mistake: 'A wide network on sixty rows of twenty columns, of which a fifth are labelled wrongly.',
    alsoAllowed,
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 360, features: 20, classes: 3, spread: 0.35 });
      const { train, test } = split(withLabelNoise(tf, seed, data, 0.2), 60);
      const model = mlp(tf, [20, 96, 64, 3], { out: { activation: 'softmax' } });
      return fitting(classifier(model, tf.train.adam(0.003)), train, {
        epochs: 70,
        batchSize: 15,
        validation: test,
      });
    },
  },
  {
    name: 'z-overfit-few-drawings',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'Ninety-six noisy drawings for some thousand weights, and neither augmentation nor dropout.',
    alsoAllowed,
    build(tf, seed) {
      const data = withLabelNoise(tf, seed, drawings(tf, seed, { examples: 192, noise: 0.4 }), 0.15);
      const { train, test } = split(data, 96);
      const model = cnn(tf, [9, 9, 1], [10, 16], 4);
      return fittingDataset(tf, classifier(model, tf.train.momentum(0.05, 0.9)), train, {
        epochs: 70,
        validation: test,
      });
    },
  },
  {
    name: 'z-overfit-rare-words',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Each word of the hundred tickets is nearly the only one of its kind: the loop learns them by heart.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = tickets(tf, seed, { examples: 340, words: 240, own: 0.4 });
      const bags = tf.oneHot(xs.toInt(), 240).sum(1).toFloat();
      const { train, test } = split({ xs: bags, ys }, 100);
      const model = mlp(tf, [240, 32, 3], { hidden: { activation: 'swish' } });
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      return minimizing(tf, tf.train.rmsprop(0.004), model, train, {
        steps: 400,
        seed,
        batchSize: 20,
        loss: error,
        evaluate: () => error(test.xs, test.ys),
        evaluateEvery: 10,
      });
    },
  },
]);
