import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { flats, moons, wines } from './records.js';
import { breathe, drawn, draws } from './steps.js';

export const lossStalled = sick('loss-stalled', [
  {
    name: 'u-stalled-on-noise-of-rate',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Batches of 4 with a constant rate: the loss stands on the noise of its own steps, far above its floor.',
    alsoAllowed: ['loss-oscillating', 'learning-rate-too-high'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed, { noise: 0 });
      const model = mlp(tf, [5, 16, 1], { hidden: { activation: 'tanh' } });
      model.compile({ optimizer: tf.train.sgd(0.2), loss: 'meanAbsoluteError' });
      return drawn(tf, model, { xs, ys: ys.sub(ys.mean()).div(90) }, { steps: 400, batch: 4, seed });
    },
  },
]);

export const variableFrozen = sick('variable-frozen', [
  {
    name: 'u-frozen-biases',
    heldOut: true,
    loop: 'custom',
    mistake: 'The list that is minimised over was filtered for kernels: the biases stay 0 for ever.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['variable-not-training', 'loss-stalled'],
    build(tf, seed) {
      const data = moons(tf, seed, { classes: 3 });
      const model = mlp(tf, [2, 24, 16, 3], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.006);
      const kernels = model.trainableWeights
        .filter((weight) => weight.originalName.endsWith('kernel'))
        .map((weight) => weight.read() as tfjs.Variable);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          const draw = draws(tf, data, 32, seed);
          for (let step = 0; step < 330; step++) {
            const { xs, ys } = draw();
            const loss = optimizer.minimize(
              () =>
                tf.losses.softmaxCrossEntropy(
                  ys[0] as tfjs.Tensor,
                  model.apply(xs) as tfjs.Tensor,
                ) as tfjs.Scalar,
              true,
              kernels,
            );
            if (loss) vitals?.step({ loss });
            tf.dispose([xs, ys, ...(loss ? [loss] : [])]);
            await breathe(step);
          }
        },
      };
    },
  },
]);

export const overtraining = sick('overtraining', [
  {
    name: 'u-overtrained-flats',
    heldOut: true,
    loop: 'fit',
    mistake: 'Forty-five epochs because the last project needed them; the best is behind after a few.',
    alsoAllowed: ['overfitting', 'loss-stalled'],
    build(tf, seed) {
      const { xs, ys } = flats(tf, seed, { examples: 460, noise: 90 });
      const { train, test } = split({ xs, ys: ys.sub(ys.mean()).div(130) }, 240);
      const model = mlp(tf, [5, 48, 24, 1], { hidden: { activation: 'elu' } });
      model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
      return fitting(model, train, { epochs: 45, batchSize: 24, validation: test });
    },
  },
]);

export const classImbalance = sick('class-imbalance', [
  {
    name: 'u-rare-wine',
    heldOut: true,
    loop: 'fit',
    mistake:
      'Of four kinds of wine one is a thirtieth as frequent as the others, and nothing makes up for it.',
    build(tf, seed) {
      const { xs, ys } = wines(tf, seed, { examples: 960, shares: [30, 24, 30, 1] });
      const model = mlp(tf, [11, 24, 4], { hidden: { activation: 'elu' }, out: { activation: 'softmax' } });
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return fitting(model, { xs, ys }, { epochs: 10 });
    },
  },
]);
