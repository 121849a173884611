import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { byHand, take } from './loop.js';
import { shapes } from './pictures.js';
import { reviews } from './series.js';
import { pendulum } from './tables.js';

export const saturatedActivation = sick('saturated-activation', [
  {
    name: 'u-saturated-wide-input',
    heldOut: true,
    loop: 'fit',
    mistake: 'Weights of standard deviation 1.5 on 144 pixels of 0..1, whatever the fan-in.',
    layers: ['look'],
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const { xs, ys } = shapes(tf, seed, { examples: 640 });
      const kernelInitializer = tf.initializers.randomNormal({ stddev: 1.5 });
      const model = tf.sequential();
      model.add(tf.layers.flatten({ name: 'flat', inputShape: [12, 12, 1] }));
      model.add(tf.layers.dense({ name: 'look', units: 32, activation: 'tanh', kernelInitializer }));
      model.add(tf.layers.dense({ name: 'shape', units: 4, activation: 'softmax' }));
      return fitting(classifier(model, tf.train.adam(0.001)), { xs, ys }, { epochs: 16 });
    },
  },
  {
    name: 'u-saturated-embedding',
    heldOut: true,
    loop: 'fit',
    mistake: 'Word vectors are drawn from -25 to 25 instead of -0.25 to 0.25 and meet sigmoid units.',
    layers: ['mix'],
    alsoAllowed: ['poor-initialization'],
    build(tf, seed) {
      const embeddingsInitializer = tf.initializers.randomUniform({ minval: -25, maxval: 25 });
      const model = tf.sequential();
      model.add(
        tf.layers.embedding({
          name: 'words',
          inputDim: 40,
          outputDim: 4,
          inputLength: 7,
          embeddingsInitializer,
        }),
      );
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'mix', units: 24, activation: 'sigmoid' }));
      model.add(tf.layers.dense({ name: 'mood', units: 2, activation: 'softmax' }));
      return fitting(
        classifier(model, tf.train.adam(0.002)),
        reviews(tf, seed, { examples: 576, length: 7 }),
        { epochs: 16 },
      );
    },
  },
  {
    name: 'u-saturated-by-bump',
    heldOut: true,
    loop: 'custom',
    mistake:
      'At step 120 a schedule sets the rate to 1 for six steps: the tanh units never come back from their rails.',
    layers: ['hidden1', 'hidden2'],
    // The six steps of the large rate throw the loss up and down.
    alsoAllowed: [
      'loss-spike',
      'loss-diverging',
      'loss-oscillating',
      'learning-rate-too-high',
      'exploding-gradient',
    ],
    onset: 121,
    build(tf, seed) {
      const data = pendulum(tf, seed);
      const optimizer = tf.train.adam(0.003);
      const model = mlp(tf, [4, 24, 24, 3], { hidden: { activation: 'tanh' } });
      return byHand(tf, {
        optimizer,
        trained: model,
        steps: 340,
        before: (step) => setLearningRate(optimizer, step >= 120 && step < 126 ? 1 : 0.003),
        loss: (step) => {
          const { x, y } = take(data, step);
          return tf.losses.meanSquaredError(y, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);
