import { spirals } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../networks.js';
import { sick } from '../run.js';
import { additions, friedman, waveforms } from './data.js';
import { generated, minimizing, rows, squaredError } from './loops.js';

/** Updates this small are partly below what float32 can add to a weight. */
const alsoAllowed = ['loss-not-improving', 'variable-not-training'];

export const learningRateTooLow = sick('learning-rate-too-low', [
  {
    name: 'h-low-rate-adagrad-rnn',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'AdaGrad with a learning rate of 2e-5 on sequences.',
    alsoAllowed,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 10, inputShape: [5, 2] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      const data = additions(tf, seed, { length: 5 });
      return fitting(regressor(model, tf.train.adagrad(2e-5)), data, { epochs: 18 });
    },
  },
  {
    name: 'h-low-rate-endless-warm-up',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The warm-up to 0.001 takes as many steps as the whole run was once planned for: a million.',
    alsoAllowed,
    build(tf, seed) {
      const optimizer = tf.train.adam(1e-9);
      const model = classifier(
        mlp(tf, [2, 32, 32, 2], { hidden: { activation: 'tanh' }, out: { activation: 'softmax' } }),
        optimizer,
      );
      return onBatches(tf, model, spirals(tf, seed), {
        steps: 320,
        before: (step) => setLearningRate(optimizer, (0.001 * (step + 1)) / 1e6),
      });
    },
  },
  {
    name: 'h-low-rate-adamax-custom',
    heldOut: true,
    loop: 'custom',
    mistake: 'Adamax with a learning rate of 5e-7 in a hand-written loop.',
    alsoAllowed,
    build(tf, seed) {
      const data = friedman(tf, seed, { noise: 0.1, outputs: 3 });
      const model = mlp(tf, [8, 32, 16, 3], { hidden: { activation: 'elu' } });
      return minimizing(tf, tf.train.adamax(5e-7), model, {
        steps: 280,
        loss: (step) => squaredError(tf, model, rows(data, step)),
      });
    },
  },
  {
    name: 'h-low-rate-nesterov-stream',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'Nesterov momentum with a learning rate that was divided by the number of examples twice.',
    alsoAllowed,
    build(tf, seed) {
      const data = waveforms(tf, seed);
      const model = tf.sequential();
      const strided = { kernelSize: 4, strides: 2, activation: 'relu' } as const;
      model.add(tf.layers.conv1d({ name: 'conv1', filters: 8, ...strided, inputShape: [16, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4, activation: 'softmax' }));
      const optimizer = tf.train.momentum(0.05 / 512 ** 2, 0.9, true);
      return generated(tf, classifier(model, optimizer), (step) => rows(data, step), { epochs: 18 });
    },
  },
]);
