import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../networks.js';
import { sick, type Tf } from '../run.js';
import { additions, friedman, rings, stripes } from './data.js';
import { generated, rows, squaredError, turn } from './loops.js';

/** What updates that are too large do to a network. */
const consequences = [
  'loss-diverging',
  'loss-nonfinite',
  'loss-not-improving',
  'loss-oscillating',
  'loss-spike',
  'exploding-gradient',
  'dead-relu',
  'saturated-activation',
  'variable-not-training',
  'vanishing-gradient',
  'class-collapse',
];

/** Cross-entropy that keeps its gradient however wrong the outputs are. */
const ofLogits =
  (tf: Tf): Parameters<typeof classifier>[2] =>
  (truth, logits) =>
    tf.losses.softmaxCrossEntropy(truth, logits);

export const learningRateTooHigh = sick('learning-rate-too-high', [
  {
    name: 'h-high-rate-adamax-rnn',
    heldOut: true,
    loop: 'trainOnBatch',
    backend: 'wasm',
    mistake: 'Adamax with a learning rate of 0.6 on sequences.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = tf.sequential();
      model.add(tf.layers.simpleRNN({ name: 'memory', units: 10, inputShape: [5, 2] }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      return onBatches(tf, regressor(model, tf.train.adamax(0.6)), additions(tf, seed, { length: 5 }), {
        steps: 280,
      });
    },
  },
  {
    name: 'h-high-rate-rmsprop-stripes',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'RMSProp with a learning rate of 0.3 on small images.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const data = stripes(tf, seed);
      const model = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' } as const;
      model.add(tf.layers.conv2d({ name: 'conv1', filters: 6, ...strided, inputShape: [8, 8, 1] }));
      model.add(tf.layers.conv2d({ name: 'conv2', filters: 12, ...strided }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 4 }));
      classifier(model, tf.train.rmsprop(0.3), ofLogits(tf));
      return generated(tf, model, (step) => rows(data, step), { epochs: 18 });
    },
  },
  {
    name: 'h-high-rate-summed-gradients',
    heldOut: true,
    loop: 'custom',
    mistake: 'Gradients of eight micro-batches are added up and never divided by eight.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const data = friedman(tf, seed, { noise: 0.1 });
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.momentum(0.04, 0.9);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 260; step++) {
            const { value, grads } = tf.variableGrads(() => {
              const parts = Array.from({ length: 8 }, (_, part) =>
                squaredError(tf, model, rows(data, 8 * step + part, 4)),
              );
              return tf.addN(parts) as tfjs.Scalar;
            });
            // The type of tfjs says variables, and means their gradients.
            optimizer.applyGradients(grads as tfjs.NamedTensorMap & Record<string, tfjs.Variable>);
            const mean = value.div(8);
            vitals?.step({ loss: mean as tfjs.Scalar });
            tf.dispose([value, mean, grads]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    name: 'h-high-rate-adagrad-rings',
    heldOut: true,
    loop: 'fit',
    mistake: 'AdaGrad with a learning rate of 6.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 16, 3], { hidden: { activation: 'tanh' } });
      return fitting(classifier(model, tf.train.adagrad(6), ofLogits(tf)), rings(tf, seed), { epochs: 18 });
    },
  },
  {
    name: 'h-high-rate-after-warm-up',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The warm-up ends at 3 in percent, and is used as a fraction.',
    alsoAllowed: consequences,
    build(tf, seed) {
      const optimizer = tf.train.momentum(0.001, 0.5, true);
      const model = classifier(mlp(tf, [6, 32, 4], { out: { activation: 'softmax' } }), optimizer);
      const data = clusters(tf, seed, { features: 6, classes: 4, spread: 0.7 });
      return onBatches(tf, model, data, {
        steps: 300,
        before: (step) => setLearningRate(optimizer, 3 * Math.min(1, (step + 1) / 100)),
      });
    },
  },
]);
