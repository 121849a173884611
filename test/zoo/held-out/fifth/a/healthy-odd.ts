import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { calls, strokes, visits } from './data.js';
import { batchByBatch, minimizing, shuffledBatches } from './loops.js';

/** Own losses, tiny batches, large steps that settle, schedules. */
export const healthyOdd = healthy([
  {
    name: 'v-ok-factors-of-ratings',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed);
      const [users, films, rank] = [60, 40, 4];
      const [tastes, traits] = [random.normals(users * 2), random.normals(films * 2)];
      const rating = (user: number, film: number) =>
        (tastes[2 * user] ?? 0) * (traits[2 * film] ?? 0) +
        (tastes[2 * user + 1] ?? 0) * (traits[2 * film + 1] ?? 0);
      const variables = {
        users: tf.variable(tf.randomNormal([users, rank], 0, 0.5), true, 'users'),
        films: tf.variable(tf.randomNormal([films, rank], 0, 0.5), true, 'films'),
        mean: tf.variable(tf.scalar(0.1), true, 'mean'),
      };
      return minimizing(tf, tf.train.adam(0.02), variables, {
        steps: 360,
        cost: () => {
          const pairs = Array.from(
            { length: 64 },
            () => [random.integer(users), random.integer(films)] as const,
          );
          const truth = pairs.map(([user, film]) => 0.7 * rating(user, film) + 0.2 * random.normal());
          const [who, what] = [0, 1].map((side) =>
            tf.tensor1d(
              pairs.map((pair) => pair[side] ?? 0),
              'int32',
            ),
          ) as [tfjs.Tensor1D, tfjs.Tensor1D];
          const guess = tf
            .gather(variables.users, who)
            .mul(tf.gather(variables.films, what))
            .sum(1)
            .add(variables.mean);
          return tf.losses.meanSquaredError(tf.tensor1d(truth), guess) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'v-ok-calls-ten-at-a-time',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const model = mlp(tf, [6, 16, 1], { hidden: { activation: 'tanh' } });
      // Half the deviance: 0 where the rate is the count.
      const poisson = (y: tfjs.Tensor, z: tfjs.Tensor) =>
        tf
          .exp(z)
          .sub(y)
          .add(y.mul(y.maximum(1).log().sub(z)))
          .mean();
      model.compile({ optimizer: tf.train.adagrad(0.03), loss: poisson });
      return batchByBatch(tf, model, { steps: 400, batch: shuffledBatches(tf, seed, calls(tf, seed), 10) });
    },
  },
  {
    name: 'v-ok-large-steps-settle',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      const { xs, ys } = strokes(tf, seed, { examples: 960, noise: 0.1 });
      const { train, test } = split({ xs: xs.reshape([-1, 81]), ys }, 800);
      const model = mlp(tf, [81, 24, 4], {
        hidden: { activation: 'tanh' },
        out: { activation: 'softmax' },
      });
      return fitting(classifier(model, tf.train.sgd(0.4)), train, { epochs: 13, validation: test });
    },
  },
  {
    name: 'v-ok-warm-up-and-cosine',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { train, test } = split(visits(tf, seed, { examples: 1600, clarity: 3 }), 1280);
      const model = mlp(tf, [12, 16, 1], { hidden: { activation: 'relu' } });
      const optimizer = tf.train.adam(0.0001);
      const next = shuffledBatches(tf, seed, train, 64);
      const error = (xs: tfjs.Tensor, ys: tfjs.Tensor) =>
        tf.losses.sigmoidCrossEntropy(ys, model.apply(xs) as tfjs.Tensor) as tfjs.Scalar;
      return minimizing(tf, optimizer, model, {
        steps: 300,
        before: (step) =>
          setLearningRate(
            optimizer,
            0.015 * Math.min(1, step / 30) * (0.02 + 0.49 * (1 + Math.cos((Math.PI * step) / 300))),
          ),
        cost: (step) => {
          const { x, y } = next(step);
          return error(x, y);
        },
        evaluate: () => error(test.xs, test.ys),
      });
    },
  },
]);
