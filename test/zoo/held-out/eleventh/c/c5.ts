import type * as tfjs from '@tensorflow/tfjs';
import { clusters, spirals, split, teacher } from '../../../data.js';
import { mlp, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { crossEntropy, draw, forward, initializers, squaredError, turn, variablesOf } from './c-tools.js';

/** Loops that are written by hand. */
export const handwritten = healthy([
  {
    // The rate rises from nothing within 40 steps and falls along a cosine to a tenth.
    name: 'q-ok-warm-up-then-cosine',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const { train, test } = split(spirals(tf, seed, { examples: 1400, noise: 0.75 }), 1100);
      const model = mlp(tf, [2, 32, 32, 2], {
        hidden: { activation: 'tanh', kernelInitializer: start.glorot() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.0005);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            const decayed = 0.55 + 0.45 * Math.cos((Math.PI * (step - 40)) / 360);
            setLearningRate(optimizer, 0.008 * (step < 40 ? (step + 1) / 40 : decayed));
            const { x, y } = draw(tf, random, train, 48);
            const loss = optimizer.minimize(() => crossEntropy(tf, y, forward(model, x)), true, variables);
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            if (step % 40 === 39) {
              const loss = tf.tidy(() => crossEntropy(tf, test.ys, model.predict(test.xs) as tfjs.Tensor));
              vitals?.evaluation({ loss });
              loss.dispose();
            }
            await turn(step);
          }
        },
      };
    },
  },
  {
    // Four small batches make one step.
    name: 'q-ok-gradients-accumulated-over-four',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const data = clusters(tf, seed, { examples: 1500, features: 10, classes: 4, spread: 0.9 });
      const model = mlp(tf, [10, 24, 16, 4], {
        hidden: { kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.momentum(0.02, 0.9);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 220; step++) {
            const loss = tf.tidy(() => {
              const sums = new Map<string, tfjs.Tensor>();
              const losses: tfjs.Scalar[] = [];
              for (let part = 0; part < 4; part++) {
                const { x, y } = draw(tf, random, data, 8);
                const { value, grads } = tf.variableGrads(
                  () => crossEntropy(tf, y, forward(model, x)).div(4) as tfjs.Scalar,
                  variables,
                );
                losses.push(value);
                for (const [name, grad] of Object.entries(grads))
                  sums.set(name, sums.get(name)?.add(grad) ?? grad);
              }
              optimizer.applyGradients(Array.from(sums, ([name, tensor]) => ({ name, tensor })));
              return tf.addN(losses) as tfjs.Scalar;
            });
            vitals?.step({ loss });
            loss.dispose();
            await turn(step);
          }
        },
      };
    },
  },
  {
    // What is evaluated, and kept, is a moving average of the weights.
    name: 'q-ok-evaluated-on-averaged-weights',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    backend: 'wasm',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const { train, test } = split(teacher(tf, seed, { examples: 1800, features: 6, noise: 0.25 }), 1500);
      const model = mlp(tf, [6, 24, 16, 1], {
        hidden: { kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.sgd(0.03);
      const variables = variablesOf(model);
      const averages = variables.map((variable) => variable.clone());
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 360; step++) {
            const { x, y } = draw(tf, random, train, 64);
            const loss = optimizer.minimize(() => squaredError(tf, y, forward(model, x)), true, variables);
            for (const [index, variable] of variables.entries()) {
              const before = averages[index];
              if (before) averages[index] = tf.tidy(() => before.mul(0.95).add(variable.mul(0.05)));
              before?.dispose();
            }
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            if (step % 30 === 29) {
              const trained = variables.map((variable) => variable.clone());
              for (const [index, variable] of variables.entries())
                variable.assign(averages[index] ?? variable);
              const loss = tf.tidy(() => squaredError(tf, test.ys, model.predict(test.xs) as tfjs.Tensor));
              vitals?.evaluation({ loss });
              for (const [index, variable] of variables.entries())
                variable.assign(trained[index] ?? variable);
              tf.dispose([loss, ...trained]);
            }
            await turn(step);
          }
        },
      };
    },
  },
]);
