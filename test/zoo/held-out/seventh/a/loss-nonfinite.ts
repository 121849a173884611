import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { onEach, rows } from '../../loops.js';
import { looping } from '../../part2-loops.js';
import { stack, variablesOf } from '../../part2-networks.js';
import { shapes, tanks } from './data.js';
import { each, lengthOf, stepByHand } from './loops.js';

type Loss = Parameters<typeof regressor>[2];

export const lossNonfinite = sick('loss-nonfinite', [
  {
    name: 'y-nan-log-cosh-by-hand',
    heldOut: true,
    loop: 'fit',
    mistake: 'log(cosh(error)) is written out with exp(), and levels in litres are off by hundreds at first.',
    build(tf, seed) {
      const { xs, ys } = tanks(tf, seed, { length: 5 });
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [5, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const loss: Loss = (truth, guess) => {
        const error = guess.sub(truth);
        return error.exp().add(error.neg().exp()).div(2).log().mean(1);
      };
      return fitting(regressor(model, tf.train.adam(0.01), loss), { xs, ys: ys.mul(150) }, { epochs: 16 });
    },
  },
  {
    name: 'y-nan-zero-log-zero',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'A Kullback-Leibler divergence by hand takes 0 · log 0 wherever a one-hot label is 0.',
    build(tf, seed) {
      const loss: Loss = (truth, guess) => truth.mul(truth.div(guess.add(1e-7)).log()).sum(1);
      const model = classifier(cnn(tf, [8, 8, 1], [6, 12], 4), tf.train.rmsprop(0.002), loss);
      const data = shapes(tf, seed);
      return onEach(tf, model, (step) => rows(data, step), { steps: 260 });
    },
  },
  {
    name: 'y-nan-gradient-of-length-zero',
    heldOut: true,
    loop: 'custom',
    mistake:
      'Gradients are divided by their length, which is 0 once a batch keeps every margin of a hinge loss.',
    // The margins of a whole batch are kept after a few passes, at the earliest.
    onset: 5,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { classes: 2, features: 6, spread: 2.2 });
      const signs = ys.slice([0, 1], [512, 1]).mul(2).sub(1);
      const model = mlp(tf, [6, 24, 1], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.sgd(0.02);
      return looping(tf, optimizer, model, {
        steps: 300,
        step: (index) => {
          const batch = tf.tidy(() => ({ ...rows({ xs, ys: signs }, index, 16) }));
          const told = stepByHand(
            tf,
            optimizer,
            variablesOf(model),
            () =>
              tf
                .scalar(1)
                .sub(batch.ys.mul(model.apply(batch.xs) as tfjs.Tensor))
                .relu()
                .mean() as tfjs.Scalar,
            (gradients) => {
              const length = lengthOf(tf, gradients);
              const unit = each(gradients, (gradient) => gradient.div(length));
              length.dispose();
              return unit;
            },
          );
          tf.dispose(batch);
          return told;
        },
      });
    },
  },
]);
