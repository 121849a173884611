import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../data.js';
import { fitting, onBatches } from '../loops.js';
import { classifier, mlp, setLearningRate } from '../networks.js';
import { sick } from '../run.js';
import { friedman, parity, rings } from './data.js';
import { minimizing, rows, squaredError, turn } from './loops.js';

export const variableNotTraining = sick('variable-not-training', [
  {
    name: 'h-idle-expert-nobody-asks',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A mixture of three experts sends each example to one of them: the third starts so far behind that it is never asked.',
    layers: ['expert3'],
    build(tf, seed) {
      const data = friedman(tf, seed, { features: 6 });
      const glorot = tf.initializers.glorotNormal({ seed });
      const expert = () => ({
        kernel: tf.variable(glorot.apply([6, 12])),
        top: tf.variable(glorot.apply([12, 1])),
      });
      const experts = [expert(), expert(), expert()];
      const router = tf.variable(glorot.apply([6, 3]));
      const variables = {
        'router/kernel': router,
        ...Object.fromEntries(
          experts.flatMap(({ kernel, top }, at) => [
            [`expert${at + 1}/kernel`, kernel],
            [`expert${at + 1}/top`, top],
          ]),
        ),
      };
      return minimizing(tf, tf.train.adam(0.005), variables, {
        steps: 280,
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          const shares = xs
            .matMul(router)
            .add(tf.tensor1d([0, 0, -40]))
            .softmax();
          const chosen = tf.oneHot(shares.argMax(1).toInt(), 3).toFloat().mul(shares);
          const answers = experts.map(({ kernel, top }) => xs.matMul(kernel).tanh().matMul(top));
          const guess = tf.concat(answers, 1).mul(chosen).sum(1, true);
          return tf.losses.meanSquaredError(ys, guess) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-idle-rate-of-zero',
    heldOut: true,
    loop: 'fit',
    mistake:
      'A linear decay over three epochs is at 0 from the fourth on, and training goes on to the twentieth.',
    layers: ['hidden1', 'hidden2', 'out'],
    alsoAllowed: ['learning-rate-too-low', 'loss-not-improving'],
    build(tf, seed) {
      const optimizer = tf.train.sgd(0.2);
      const model = mlp(tf, [2, 24, 16, 3], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, optimizer), rings(tf, seed), {
        epochs: 20,
        callbacks: {
          onEpochBegin: (epoch) => setLearningRate(optimizer, 0.2 * Math.max(0, 1 - epoch / 3)),
        },
      });
    },
  },
  {
    name: 'h-idle-layerwise-rates',
    heldOut: true,
    loop: 'custom',
    mistake: 'Rates that shrink layer by layer are rounded down to whole numbers: 0 for the first two.',
    layers: ['hidden1', 'hidden2'],
    build(tf, seed) {
      const data = friedman(tf, seed, { outputs: 2 });
      const model = mlp(tf, [8, 24, 24, 24, 2], { hidden: { activation: 'elu' } });
      const optimizer = tf.train.adagrad(0.02);
      const shares = ['hidden1', 'hidden2', 'hidden3', 'out'].map((name, depth) => ({
        name,
        share: Math.floor((depth + 1) / 3),
      }));
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 280; step++) {
            const { value, grads } = tf.variableGrads(() => squaredError(tf, model, rows(data, step)));
            const scaled = model.trainableWeights.map((weight) => {
              const { name } = weight.read() as tfjs.Variable;
              const share = shares.find((layer) => weight.originalName.startsWith(layer.name))?.share ?? 1;
              return [name, (grads[name] as tfjs.Tensor).mul(share)] as const;
            });
            // The type of tfjs says variables, and means their gradients.
            optimizer.applyGradients(Object.fromEntries(scaled) as Record<string, tfjs.Variable>);
            vitals?.step({ loss: value as tfjs.Scalar });
            tf.dispose([value, grads, scaled.map(([, tensor]) => tensor)]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    name: 'h-idle-clipped-temperature',
    heldOut: true,
    loop: 'custom',
    mistake:
      'A learned temperature is clipped to 0.1..2 and starts at 5: beyond the clip it has no gradient.',
    layers: ['temperature'],
    build(tf, seed) {
      const data = clusters(tf, seed, { classes: 4, features: 6 });
      const glorot = tf.initializers.glorotNormal({ seed });
      const variables = {
        'hidden/kernel': tf.variable(glorot.apply([6, 24])),
        'hidden/bias': tf.variable(tf.zeros([24])),
        'out/kernel': tf.variable(glorot.apply([24, 4])),
        'temperature/value': tf.variable(tf.scalar(5)),
      };
      return minimizing(tf, tf.train.rmsprop(0.003), variables, {
        steps: 300,
        loss: (step) => {
          const { xs, ys } = rows(data, step);
          const hidden = xs.matMul(variables['hidden/kernel']).add(variables['hidden/bias']).relu();
          const temperature = variables['temperature/value'].clipByValue(0.1, 2);
          const logits = hidden.matMul(variables['out/kernel']).div(temperature);
          return tf.losses.softmaxCrossEntropy(ys, logits) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-idle-behind-a-step',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The features of a network are made binary by a step function, which has no gradient.',
    layers: ['features'],
    build(tf, seed) {
      class Binary extends tf.layers.Layer {
        static readonly className = 'Binary';
        override call(inputs: tfjs.Tensor | tfjs.Tensor[]): tfjs.Tensor {
          return tf.tidy(() => tf.step([inputs].flat()[0] as tfjs.Tensor));
        }
      }
      const model = tf.sequential();
      model.add(tf.layers.dense({ name: 'features', units: 64, inputShape: [4] }));
      model.add(new Binary({ name: 'binary' }));
      model.add(tf.layers.dense({ name: 'hidden', units: 24, activation: 'tanh' }));
      model.add(tf.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }));
      classifier(model, tf.train.adamax(0.01), 'binaryCrossentropy');
      return onBatches(tf, model, parity(tf, seed, { bits: 4 }), { steps: 280 });
    },
  },
]);
