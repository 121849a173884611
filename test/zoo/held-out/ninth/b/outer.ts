import type * as tfjs from '@tensorflow/tfjs';
import { teacher } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { drawn, minimized, output } from './helpers.js';

/** Loops around loops, and parts that take turns. */
export const outer = healthy([
  {
    // Learns a start from which a few steps are enough for any sine (Reptile); the loss is that after those steps.
    name: 'n-ok-learns-to-learn',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 1);
      const model = mlp(tf, [1, 32, 32, 1], { hidden: { activation: 'tanh' } });
      const weights = variablesOf(model);
      const optimizer: tfjs.Optimizer = tf.train.adam(0.006);
      const inner = tf.train.sgd(0.05);
      const step = () => {
        const [height, phase] = [0.6 + random.uniform(), 3.1 * random.uniform()];
        const error = (count: number) => {
          const at = Array.from({ length: count }, () => 4 * random.uniform() - 2);
          const truth = tf.tensor2d(
            at.map((x) => height * Math.sin(1.5 * x + phase)),
            [count, 1],
          );
          return output(model, tf.tensor2d(at, [count, 1]))
            .sub(truth)
            .square()
            .mean() as tfjs.Scalar;
        };
        const start = weights.map((weight) => weight.clone());
        for (let round = 0; round < 5; round++) tf.dispose(minimized(inner, weights, () => error(10)));
        const loss = tf.tidy(() => error(40));
        const way = Object.fromEntries(
          weights.map((weight, at) => [weight.name, tf.tidy(() => tf.sub(start[at] ?? weight, weight))]),
        );
        for (const [at, weight] of weights.entries()) weight.assign(start[at] ?? weight);
        optimizer.applyGradients(way);
        tf.dispose([start, way]);
        return { loss };
      };
      return training(tf, { target: optimizer, model }, { steps: 400, step });
    },
  },
  {
    // Two factors of a table take turns of ten steps: half of what is trained stands still at any time.
    name: 'n-ok-factors-take-turns',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 2);
      const [users, things] = [random.normals(40 * 3), random.normals(30 * 3)];
      const table = tf.matMul(tf.tensor2d(users, [40, 3]), tf.tensor2d(things, [30, 3]), false, true);
      const small = (name: string, rows: number) =>
        tf.variable(
          tf.tensor2d(
            random.normals(rows * 4).map((x) => 0.4 * x),
            [rows, 4],
          ),
          true,
          name,
        );
      const variables = { users: small('users', 40), things: small('things', 30) };
      const optimizer = tf.train.sgd(0.15);
      return training(
        tf,
        { target: optimizer, variables },
        {
          steps: 400,
          step: (index) => {
            const turn = Math.floor(index / 10) % 2 === 0 ? variables.users : variables.things;
            const loss = minimized(optimizer, [turn], () => {
              const seen = tf.tensor2d(
                Array.from({ length: 1200 }, () => Number(random.uniform() < 0.3)),
                [40, 30],
              );
              const noise = tf.tensor2d(
                random.normals(1200).map((x) => 0.2 * x),
                [40, 30],
              );
              const off = tf
                .matMul(variables.users, variables.things, false, true)
                .sub(table.add(noise))
                .mul(seen);
              return off.square().sum().div(40) as tfjs.Scalar;
            });
            return { loss };
          },
        },
      );
    },
  },
  {
    // Gradients are guessed from twelve shaken copies (an evolution strategy): they are mostly noise, and it learns.
    name: 'n-ok-evolution-strategy',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 3);
      const data = teacher(tf, seed, { examples: 1500, features: 4, hidden: 3, noise: 0.1 });
      const model = mlp(tf, [4, 8, 1], { hidden: { activation: 'tanh' } });
      const weights = variablesOf(model);
      const optimizer: tfjs.Optimizer = tf.train.adam(0.02);
      const step = () =>
        tf.tidy(() => {
          const { xs, ys } = drawn(data, random, 48);
          const cost = () => output(model, xs).sub(ys).square().mean().dataSync()[0] ?? 0;
          const start = weights.map((weight) => weight.clone());
          const sums = weights.map((weight) => tf.zeros(weight.shape));
          let mean = 0;
          for (let copy = 0; copy < 6; copy++) {
            const noises = weights.map((weight) => tf.tensor(random.normals(weight.size), weight.shape));
            const shaken = (by: number) => {
              for (const [at, weight] of weights.entries())
                weight.assign((start[at] ?? weight).add((noises[at] ?? weight).mul(by)));
              return cost();
            };
            const [up, down] = [shaken(0.1), shaken(-0.1)];
            mean += (up + down) / 12;
            for (const [at, noise] of noises.entries())
              sums[at] = (sums[at] ?? noise).add(noise.mul((up - down) / 1.2));
          }
          for (const [at, weight] of weights.entries()) weight.assign(start[at] ?? weight);
          optimizer.applyGradients(
            Object.fromEntries(weights.map((weight, at) => [weight.name, sums[at] ?? weight])),
          );
          return { loss: tf.scalar(mean) };
        });
      return training(tf, { target: optimizer, model }, { steps: 400, step });
    },
  },
]);
