import type * as tfjs from '@tensorflow/tfjs';
import { clusters } from '../../data.js';
import { mlp } from '../../networks.js';
import { healthy } from '../../run.js';
import { flats, rings, sums } from './data-b.js';
import { batches, minimizing, stacked, variablesOf } from './loops-b.js';

export const healthyLoops = healthy([
  {
    name: 't-fine-same-or-not',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // A bias of the last layer would cancel out in the difference.
      const model = mlp(tf, [6, 20, 4], { hidden: { activation: 'tanh' }, out: { useBias: false } });
      const { xs, ys } = clusters(tf, seed, { examples: 600, features: 6, classes: 3, spread: 1.5 });
      const other = xs.reverse(0);
      const same = ys.mul(ys.reverse(0)).sum(1);
      const offset = tf.variable(tf.scalar(1));
      const variables = {
        ...Object.fromEntries(
          model.trainableWeights.map((weight) => [weight.name, weight.read() as tfjs.Variable]),
        ),
        offset,
      };
      return minimizing(tf.train.adam(0.004), variables, 300, {
        next: batches(tf, seed, { xs: [xs, other], ys: same }, 32),
        updated: () => Object.values(variables),
        loss: ([left, right], [equal]) => {
          const [a, b] = [
            model.apply(left as tfjs.Tensor),
            model.apply(right as tfjs.Tensor),
          ] as tfjs.Tensor[];
          const distance = (a as tfjs.Tensor)
            .sub(b as tfjs.Tensor)
            .square()
            .sum(1);
          return tf.losses.sigmoidCrossEntropy(equal as tfjs.Tensor, offset.sub(distance));
        },
      });
    },
  },
  {
    name: 't-fine-turn-by-turn',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const model = mlp(tf, [6, 20, 12, 1], { hidden: { activation: 'elu' } });
      const parts = [variablesOf(model, 'hidden1', 'hidden2'), variablesOf(model, 'out')] as const;
      return minimizing(tf.train.sgd(0.04), model, 400, {
        next: batches(tf, seed, flats(tf, seed), 32),
        // Four steps for the lower layers, then four for the last one.
        updated: (step) => parts[Math.floor(step / 4) % 2 ? 1 : 0],
        loss: ([x], [y]) =>
          tf.losses.meanSquaredError(y as tfjs.Tensor, model.apply(x as tfjs.Tensor) as tfjs.Tensor),
      });
    },
  },
  {
    name: 't-fine-average-of-weights',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const model = mlp(tf, [2, 24, 12, 3], { hidden: { activation: 'tanh' } });
      const current = variablesOf(model);
      const average = current.map((variable) => tf.variable(variable.clone(), false));
      return minimizing(tf.train.adam(0.008), model, 350, {
        next: batches(tf, seed, rings(tf, seed), 32),
        updated: () => current,
        loss: ([x], [y]) =>
          tf.losses.softmaxCrossEntropy(y as tfjs.Tensor, model.apply(x as tfjs.Tensor) as tfjs.Tensor),
        after: () =>
          tf.tidy(() => {
            for (const [at, kept] of average.entries())
              kept.assign(kept.mul(0.98).add((current[at] as tfjs.Variable).mul(0.02)));
          }),
      });
    },
  },
  {
    name: 't-fine-watched-recurrence',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const model = stacked(
        tf,
        tf.layers.gru({ name: 'gru', units: 8, inputShape: [10, 1] }),
        tf.layers.dense({ name: 'sum', units: 1 }),
      );
      const { xs, ys } = sums(tf, seed, { examples: 520 });
      const held = { xs: xs.slice(440), ys: ys.slice(440) };
      const error = (x: tfjs.Tensor, y: tfjs.Tensor) => tf.losses.huberLoss(y, model.apply(x) as tfjs.Tensor);
      return minimizing(tf.train.adam(0.008), model, 200, {
        next: batches(tf, seed, { xs: xs.slice(0, 440), ys: ys.slice(0, 440) }, 16),
        loss: ([x], [y]) => error(x as tfjs.Tensor, y as tfjs.Tensor),
        evaluate: () => tf.tidy(() => error(held.xs, held.ys).dataSync()[0] ?? Number.NaN),
      });
    },
  },
]);
