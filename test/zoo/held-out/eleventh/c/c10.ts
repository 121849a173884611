import type * as tfjs from '@tensorflow/tfjs';
import { clock } from '../../../clock.js';
import { clusters, teacher } from '../../../data.js';
import { batchOf } from '../../../loops.js';
import { classifier, mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import {
  crossEntropy,
  draw,
  forward,
  initializers,
  squaredError,
  stepped,
  turn,
  variablesOf,
} from './c-tools.js';

/** Steps of unequal length, tasks that grow, and trainings of several parts. */
export const uneven = healthy([
  {
    // Records are long or short: a step takes between half a second and three. Every fiftieth is followed by a
    // checkpoint of eight seconds.
    name: 'q-ok-long-and-short-records-with-checkpoints',
    heldOut: true,
    isUnseen: true,
    loop: 'trainOnBatch',
    clock: 'virtual',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const data = clusters(tf, seed, { examples: 2048, features: 10, classes: 3, spread: 0.7 });
      const model = mlp(tf, [10, 24, 3], {
        hidden: { kernelInitializer: start.he() },
        out: { activation: 'softmax', kernelInitializer: start.glorot() },
      });
      classifier(model, tf.train.adam(0.003));
      return {
        target: model,
        train: async () => {
          for (let step = 0; step < 400; step++) {
            const { xs, ys } = batchOf(data, step);
            clock.advance(0.5 + 2.5 * random.uniform() ** 2);
            await model.trainOnBatch(xs, ys);
            tf.dispose([xs, ys]);
            if (step % 50 === 49) clock.advance(8);
            await turn(step);
          }
        },
      };
    },
  },
  {
    // The first steps wait for a cold store; once its cache is warm a step takes a third of that, and stays so.
    name: 'q-ok-cold-store-warms-up',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    clock: 'virtual',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const data = teacher(tf, seed, { examples: 1500, features: 8, outputs: 2, noise: 0.2 });
      const model = mlp(tf, [8, 24, 12, 2], {
        hidden: { activation: 'selu', kernelInitializer: start.glorot() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.003);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 350; step++) {
            clock.advance((step < 40 ? 3 : 1) * (0.9 + 0.2 * random.uniform()));
            const { x, y } = draw(tf, random, data, 48);
            const loss = optimizer.minimize(() => squaredError(tf, y, forward(model, x)), true, variables);
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    // First examples are clear; within 250 steps they become noisier, and the loss creeps up a little after its fall.
    name: 'q-ok-curriculum-from-clear-to-noisy',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const data = clusters(tf, seed, { examples: 2000, features: 12, classes: 4, spread: 0.8 });
      const model = mlp(tf, [12, 32, 4], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.sgd(0.06);
      const variables = variablesOf(model);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 420; step++) {
            const { x, y } = draw(tf, random, data, 96);
            const loss = tf.tidy(() => {
              const strength = 0.35 * Math.min(1, step / 250);
              const noisy = x.add(tf.tensor2d(random.normals(96 * 12), [96, 12]).mul(strength));
              return stepped(optimizer, () => crossEntropy(tf, y, forward(model, noisy)), variables);
            });
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    // One trunk with two heads: odd steps ask for the class, even ones for the inputs again; plain SGD serves both by turns.
    name: 'q-ok-two-objectives-by-turns',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const data = clusters(tf, seed, { examples: 1500, features: 6, classes: 4, spread: 0.9 });
      const trunk = mlp(tf, [6, 32, 4], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { activation: 'elu', kernelInitializer: start.glorot() },
      });
      const head = (name: string, units: number) =>
        tf.sequential({
          layers: [tf.layers.dense({ name, units, inputShape: [4], kernelInitializer: start.glorot() })],
        });
      const [kind, copy] = [head('kind', 4), head('copy', 6)];
      const optimizer = tf.train.sgd(0.06);
      return {
        target: optimizer,
        model: [trunk, kind, copy],
        train: async (vitals) => {
          for (let step = 0; step < 450; step++) {
            const { x, y } = draw(tf, random, data, 48);
            const isCopying = step % 2 === 1;
            const variables = [trunk, isCopying ? copy : kind].flatMap(variablesOf);
            const loss = optimizer.minimize(
              () => {
                const code = forward(trunk, x);
                if (!isCopying) return crossEntropy(tf, y, forward(kind, code));
                return squaredError(tf, x, forward(copy, code)).mul(2) as tfjs.Scalar;
              },
              true,
              variables,
            );
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            await turn(step);
          }
        },
      };
    },
  },
]);
