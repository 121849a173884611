import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { sick } from '../../../run.js';
import { arm, customers } from './records.js';
import { glyphs } from './signals.js';
import { breathe, draws, variablesOf } from './steps.js';

export const tensorLeak = sick('tensor-leak', [
  {
    name: 'u-leak-gradients',
    heldOut: true,
    loop: 'custom',
    mistake: 'The loop applies the gradients and disposes of the loss, but not of the gradients.',
    build(tf, seed) {
      const model = mlp(tf, [3, 24, 16, 2], { hidden: { activation: 'tanh' } });
      const optimizer: tfjs.Optimizer = tf.train.adam(0.004);
      const trained = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          const draw = draws(tf, arm(tf, seed), 32, seed);
          for (let step = 0; step < 320; step++) {
            const { xs, ys } = draw();
            const { value, grads } = tf.variableGrads(
              () =>
                tf.losses.meanSquaredError(
                  ys[0] as tfjs.Tensor,
                  model.apply(xs) as tfjs.Tensor,
                ) as tfjs.Scalar,
              trained,
            );
            optimizer.applyGradients(grads);
            vitals?.step({ loss: value });
            tf.dispose([xs, ys, value]);
            await breathe(step);
          }
        },
      };
    },
  },
  {
    name: 'u-leak-probe-of-callback',
    heldOut: true,
    loop: 'fit',
    mistake: 'A callback follows a probe: its prediction and the class of it are never disposed.',
    build(tf, seed) {
      const { xs, ys } = glyphs(tf, seed, { examples: 640 });
      const model = tf.sequential();
      model.add(
        tf.layers.conv2d({
          name: 'edges',
          filters: 8,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          inputShape: [8, 8, 1],
        }),
      );
      model.add(tf.layers.flatten({ name: 'row' }));
      model.add(tf.layers.dense({ name: 'shape', units: 5, activation: 'softmax' }));
      model.compile({
        optimizer: tf.train.adam(0.003),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      const probe = xs.slice(0, 2);
      const path: number[] = [];
      return fitting(
        model,
        { xs, ys },
        {
          epochs: 16,
          callbacks: {
            onBatchEnd: async () => {
              const guess = model.predict(probe) as tfjs.Tensor;
              path.push(guess.argMax(-1).dataSync()[0] ?? -1);
            },
          },
        },
      );
    },
  },
  {
    name: 'u-leak-memory-without-end',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'A memory of past batches is filled at each step, and its oldest are never let go.',
    build(tf, seed) {
      const model = mlp(tf, [7, 20, 1], { hidden: { activation: 'elu' }, out: { activation: 'sigmoid' } });
      model.compile({ optimizer: tf.train.momentum(0.03, 0.9), loss: 'binaryCrossentropy' });
      return {
        target: model,
        train: async () => {
          const draw = draws(tf, customers(tf, seed), 16, seed);
          const memory: { xs: tfjs.Tensor[]; ys: tfjs.Tensor[] }[] = [];
          for (let step = 0; step < 330; step++) {
            const fresh = draw();
            memory.push(fresh);
            const old = memory[Math.floor(memory.length / 2)] ?? fresh;
            const x = tf.concat([...fresh.xs, ...old.xs]);
            const y = tf.concat([...fresh.ys, ...old.ys]);
            await model.trainOnBatch(x, y);
            tf.dispose([x, y]);
            await breathe(step);
          }
        },
      };
    },
  },
]);
