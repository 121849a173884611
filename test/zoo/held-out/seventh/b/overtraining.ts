import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, withLabelNoise } from '../../../data.js';
import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { stack } from '../../part2-networks.js';
import { minimizing } from '../../sixth/b/x-loops.js';
import { beats, linear } from './data.js';

const alsoAllowed = ['overfitting'];

export const overtraining = sick('overtraining', [
  {
    name: 'z-overtrain-eighty-epochs',
    heldOut: true,
    loop: 'fit',
    mistake: 'Eighty epochs on beats with wrong labels among them: the first twenty learn what there is.',
    alsoAllowed,
    build(tf, seed) {
      const data = withLabelNoise(tf, seed, beats(tf, seed, { examples: 340, noise: 0.5 }), 0.3);
      const { train, test } = split(data, 120);
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'local',
          filters: 16,
          kernelSize: 6,
          strides: 2,
          activation: 'relu',
          inputShape: [16, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'mixed', units: 24, activation: 'relu' }),
        tf.layers.dense({ name: 'kind', units: 3, activation: 'softmax' }),
      );
      return fitting(classifier(model, tf.train.momentum(0.03, 0.9)), train, {
        epochs: 80,
        batchSize: 24,
        validation: test,
      });
    },
  },
  {
    name: 'z-overtrain-straight-line',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A line through ninety points in sixty columns goes on to fit the noise, epoch after epoch.',
    alsoAllowed,
    build(tf, seed) {
      const data = linear(tf, seed, { examples: 400, features: 60, telling: 6, noise: 0.9 });
      const { train, test } = split(data, 96);
      const model = mlp(tf, [60, 1], { out: { kernelInitializer: 'zeros' } });
      return fittingDataset(tf, regressor(model, tf.train.adagrad(0.1)), train, {
        epochs: 90,
        validation: test,
      });
    },
  },
  {
    name: 'z-overtrain-no-end',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loop ends after 480 steps, whatever evaluations say: it had learned all within fifty.',
    alsoAllowed,
    build(tf, seed) {
      const data = withLabelNoise(
        tf,
        seed,
        clusters(tf, seed, { examples: 400, features: 12, classes: 3, spread: 1 }),
        0.2,
      );
      const { train, test } = split(data, 120);
      const model = mlp(tf, [12, 32, 3], { hidden: { activation: 'elu' } });
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
      return minimizing(tf, tf.train.adamax(0.006), model, train, {
        steps: 480,
        seed,
        batchSize: 24,
        loss: error,
        evaluate: () => error(test.xs, test.ys),
        evaluateEvery: 8,
      });
    },
  },
]);
