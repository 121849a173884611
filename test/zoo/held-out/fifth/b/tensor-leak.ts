import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { loads } from './signals.js';
import { breathe, portion, squared, variablesOf } from './steps.js';
import { friedman, rings } from './tables.js';

export const tensorLeak = sick('tensor-leak', [
  {
    name: 'v-leak-gradients',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loop disposes of its batch and of the loss, but not of the gradients.',
    build(tf, seed) {
      const data = friedman(tf, seed);
      const model = mlp(tf, [10, 24, 16, 1], { hidden: { activation: 'tanh' } });
      const variables = variablesOf(model);
      const optimizer: tfjs.Optimizer = tf.train.adam(0.004);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 300; step++) {
            const [x, y] = portion(data, step, 32);
            const { value, grads } = tf.variableGrads(() => squared(tf, model, x, y), variables);
            optimizer.applyGradients(grads);
            vitals?.step({ loss: value });
            tf.dispose([x, y, value]);
            await breathe(step);
          }
        },
      };
    },
  },
  {
    name: 'v-leak-average-of-weights',
    heldOut: true,
    loop: 'fit',
    mistake: 'A callback averages the weights after each batch, and forgets the former average.',
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 24, 3], {
        hidden: { activation: 'elu' },
        out: { activation: 'softmax' },
      });
      const compiled = classifier(model, tf.train.adam(0.005));
      let average: tfjs.Tensor[] = [];
      return fitting(compiled, rings(tf, seed), {
        epochs: 16,
        callbacks: {
          onBatchEnd: async () => {
            average = model
              .getWeights()
              .map((weight, at) => tf.tidy(() => weight.mul(0.05).add(average[at]?.mul(0.95) ?? weight)));
          },
        },
      });
    },
  },
  {
    name: 'v-leak-hard-examples',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'After 140 steps each batch is kept in a list of hard examples, which nobody empties.',
    onset: 141,
    build(tf, seed) {
      const data = loads(tf, seed, { length: 12 });
      const flat = { xs: data.xs.reshape([-1, 12]), ys: data.ys };
      const model = regressor(mlp(tf, [12, 20, 1], { hidden: { activation: 'selu' } }), tf.train.sgd(0.03));
      const hard: tfjs.Tensor[] = [];
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 340; step++) {
            const [x, y] = portion(flat, step, 40);
            await model.trainOnBatch(x, y);
            if (step >= 140) hard.push(x, y);
            else tf.dispose([x, y]);
            await breathe(step);
          }
          tf.dispose(hard);
        },
      };
    },
  },
]);
