import { fitting, onBatches } from '../loops.js';
import { mlp, regressor, setLearningRate } from '../networks.js';
import { sick } from '../run.js';
import { additions, friedman } from './data.js';
import { minimizing, rows, squaredError } from './loops.js';

/** The rate that is left changes nothing to speak of. */
const lowRate = ['learning-rate-too-low', 'variable-not-training'];

export const lossStalled = sick('loss-stalled', [
  {
    name: 'h-stalled-milestones-in-steps',
    heldOut: true,
    loop: 'fit',
    mistake: 'The rate falls to 2e-5 at 20, which was meant to be an epoch and is a step.',
    alsoAllowed: lowRate,
    build(tf, seed) {
      const optimizer = tf.train.momentum(0.05, 0.9);
      const model = regressor(mlp(tf, [5, 32, 16, 1]), optimizer);
      let step = 0;
      return fitting(model, friedman(tf, seed, { features: 5 }), {
        epochs: 30,
        callbacks: {
          onBatchEnd: () => {
            step++;
            if (step === 20) setLearningRate(optimizer, 2e-5);
          },
        },
      });
    },
  },
  {
    name: 'h-stalled-bouncing',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A constant rate of RMSProp, six times too large: the loss bounces far above what is reachable.',
    alsoAllowed: ['learning-rate-too-high', 'loss-oscillating'],
    build(tf, seed) {
      const model = regressor(
        mlp(tf, [8, 32, 1], { hidden: { activation: 'tanh' } }),
        tf.train.rmsprop(0.06),
      );
      return onBatches(tf, model, friedman(tf, seed), { steps: 500 });
    },
  },
  {
    name: 'h-stalled-one-over-t',
    heldOut: true,
    loop: 'custom',
    mistake: 'The rate is divided by 1 + step, where 1 + epoch was meant.',
    alsoAllowed: lowRate,
    build(tf, seed) {
      const data = friedman(tf, seed, { examples: 640, features: 6 });
      const model = mlp(tf, [6, 24, 24, 1], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.sgd(0.1);
      return minimizing(tf, optimizer, model, {
        steps: 450,
        before: (step) => setLearningRate(optimizer, 0.1 / (1 + step)),
        loss: (step) => squaredError(tf, model, rows(data, step)),
      });
    },
  },
  {
    name: 'h-stalled-decay-per-step',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'The rate of Adam is multiplied by 0.95 each step instead of each epoch, down to 5e-6.',
    alsoAllowed: lowRate,
    build(tf, seed) {
      const optimizer = tf.train.adam(0.03);
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 10, inputShape: [5, 2] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return onBatches(tf, regressor(model, optimizer), additions(tf, seed, { length: 5 }), {
        steps: 420,
        before: (step) => setLearningRate(optimizer, Math.max(5e-6, 0.03 * 0.95 ** step)),
      });
    },
  },
]);
