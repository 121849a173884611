import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sentences, split, withLabelNoise } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { pairOf, turn } from './b-parts.js';

/** Networks that learn by heart, and trainings that go on for too long. */
export const tooLongRuns = [
  ...sick('overfitting', [
    {
      name: 'q-sample-left-from-debugging',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'The training set is cut to 64 examples, as was handy while debugging, for a network meant for all of them.',
      alsoAllowed: ['overtraining'],
      build: (tf, seed) => {
        const used = 64;
        const all = clusters(tf, seed, { examples: 1500, features: 12, classes: 4, spread: 0.6 });
        const { train, test } = split(all, 1200);
        const model = mlp(tf, [12, 64, 64, 4], { out: { activation: 'softmax' } });
        return fitting(classifier(model, tf.train.adam(0.002)), split(train, used).train, {
          epochs: 80,
          batchSize: 16,
          validation: test,
        });
      },
    },
    {
      name: 'q-cache-serves-two-batches',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'From step 151 on a cache in front of the data serves the same two batches of sentences over and over.',
      onset: 151,
      alsoAllowed: ['inputs-constant', 'overtraining'],
      build: (tf, seed) => {
        const all = sentences(tf, seed, { examples: 2220, length: 6, words: 30, classes: 3 });
        const { train, test } = split(withLabelNoise(tf, seed, all, 0.25), 1920);
        const model = tf.sequential({
          layers: [
            tf.layers.embedding({ name: 'words', inputDim: 30, outputDim: 8, inputLength: 6 }),
            tf.layers.flatten({ name: 'sentence' }),
            tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu' }),
            tf.layers.dense({ name: 'out', units: 3 }),
          ],
        });
        const optimizer = tf.train.adam(0.003);
        const loss = ({ xs, ys }: { xs: tfjs.Tensor; ys: tfjs.Tensor }) =>
          tf.losses.softmaxCrossEntropy(ys, model.apply(xs, { training: true }) as tfjs.Tensor).asScalar();
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 400; step++) {
              const { x, y } = pairOf(train, step < 150 ? step : step % 2);
              const cost = optimizer.minimize(() => loss({ xs: x, ys: y }), true);
              if (cost) vitals?.step({ loss: cost, examples: 32 });
              tf.dispose([x, y, ...(cost ? [cost] : [])]);
              if (step % 10 === 9) {
                const validation = tf.tidy(() => loss(test));
                vitals?.evaluation({ loss: validation });
                validation.dispose();
              }
              await turn(step);
            }
          },
        };
      },
    },
  ]),
  ...sick('overtraining', [
    {
      name: 'q-stops-on-training-loss',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'Early stopping looks at the loss of the training, which falls for ever, and not at that of the validation.',
      alsoAllowed: ['overfitting'],
      build: (tf, seed) => {
        const all = withLabelNoise(
          tf,
          seed,
          clusters(tf, seed, { examples: 640, features: 10, classes: 3 }),
          0.1,
        );
        const { train, test } = split(all, 240);
        const model = mlp(tf, [10, 32, 3], {
          hidden: { activation: 'tanh' },
          out: { activation: 'softmax' },
        });
        return fitting(classifier(model, tf.train.rmsprop(0.003)), train, {
          epochs: 60,
          batchSize: 40,
          validation: test,
          callbacks: tf.callbacks.earlyStopping({ monitor: 'loss', patience: 5 }),
        });
      },
    },
    {
      name: 'q-epochs-of-a-larger-job',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake:
        'The 60 epochs of a job with a hard task are kept for a linear one, which has learnt all it can after a few.',
      alsoAllowed: ['loss-stalled', 'overfitting'],
      build: (tf, seed) => {
        const random = tf.randomNormal([460, 24], 0, 1, 'float32', seed);
        const weights = tf.randomNormal([24, 1], 0, 0.25, 'float32', seed + 1);
        const noise = tf.randomNormal([460, 1], 0, 0.5, 'float32', seed + 2);
        const { train, test } = split({ xs: random, ys: random.matMul(weights).add(noise) }, 160);
        const model = tf.sequential({
          layers: [
            tf.layers.dense({
              name: 'line',
              units: 1,
              inputShape: [24],
              kernelInitializer: tf.initializers.randomNormal({ stddev: 0.05, seed }),
            }),
          ],
        });
        return fitting(regressor(model, tf.train.adagrad(0.1)), train, {
          epochs: 60,
          batchSize: 32,
          validation: test,
        });
      },
    },
  ]),
];
