import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../clock.js';
import { spirals, teacher } from '../data.js';
import { custom, fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { healthy, sick } from '../run.js';

export const throughputDrop = sick('throughput-drop', [
  {
    name: 'h-slow-evaluates-every-batch',
    heldOut: true,
    loop: 'fit',
    clock: 'virtual',
    mistake: 'A callback evaluates the whole validation set after every batch, from the fifth epoch on.',
    onset: 65,
    build(tf, seed) {
      let epochs = 0;
      const model = mlp(tf, [2, 24, 24, 2], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.adam(0.01)), spirals(tf, seed), {
        epochs: 16,
        callbacks: {
          onBatchEnd: async () => clock.advance(epochs < 4 ? 1.1 : 4),
          onEpochEnd: async () => {
            epochs++;
          },
        },
      });
    },
  },
  {
    name: 'h-slow-throttled',
    heldOut: true,
    loop: 'trainOnBatch',
    clock: 'virtual',
    mistake: 'The fan stands still, and the processor clocks down step by step.',
    onset: 150,
    build(tf, seed) {
      let steps = 0;
      // The step itself is slow here: what lies between two calls of trainOnBatch is the caller's own time.
      const timed = (truth: tfjs.Tensor, guess: tfjs.Tensor) => {
        steps++;
        clock.advance(0.3 * Math.min(4, Math.max(1, 1 + (steps - 150) / 20)));
        return tf.losses.huberLoss(truth, guess);
      };
      const model = mlp(tf, [8, 24, 12, 1]);
      return onBatches(tf, regressor(model, tf.train.rmsprop(0.003), timed), teacher(tf, seed), {
        steps: 480,
      });
    },
  },
  {
    name: 'h-slow-swapping',
    heldOut: true,
    loop: 'custom',
    clock: 'virtual',
    mistake: 'The process has outgrown the memory of the machine, which swaps.',
    onset: 180,
    build(tf, seed) {
      const random = new Random(seed + 17);
      const data = teacher(tf, seed, { features: 12 });
      const model = mlp(tf, [12, 6, 12], { hidden: { activation: 'elu' } });
      let step = 0;
      return custom(tf, tf.train.adam(0.005), model, data, {
        steps: 280,
        loss: (x) => {
          clock.advance(++step < 180 ? 0.9 : 3 + 6 * random.uniform());
          return tf.losses.meanSquaredError(x, model.apply(x) as tfjs.Tensor) as tfjs.Scalar;
        },
      });
    },
  },
]);

export const healthySteps = healthy([
  {
    name: 'h-ok-short-neighbour',
    heldOut: true,
    loop: 'fit',
    clock: 'virtual',
    build(tf, seed) {
      let step = 0;
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      return fitting(regressor(model, tf.train.adam(0.005)), teacher(tf, seed), {
        epochs: 20,
        // Another job takes the processor for a quarter of a minute, twice.
        callbacks: { onBatchEnd: async () => clock.advance(++step % 150 > 138 ? 1.6 : 0.5) },
      });
    },
  },
  {
    name: 'h-ok-long-checkpoints',
    heldOut: true,
    loop: 'fit',
    clock: 'virtual',
    build(tf, seed) {
      const random = new Random(seed + 3);
      const model = mlp(tf, [2, 32, 16, 2], { out: { activation: 'softmax' } });
      const { xs, ys } = spirals(tf, seed, { examples: 640 });
      return fitting(
        classifier(model, tf.train.adam(0.008)),
        { xs, ys },
        {
          epochs: 18,
          callbacks: {
            onBatchEnd: async () => clock.advance(0.2 + 0.1 * random.normal() ** 2),
            onEpochEnd: async () => clock.advance(25),
          },
        },
      );
    },
  },
]);
