import type * as tfjs from '@tensorflow/tfjs';
import { split } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { ratings } from './ratings.js';
import { customers, flats, wines } from './records.js';
import { byGradients, drawn } from './steps.js';

export const healthyStructures = healthy([
  {
    name: 'u-ok-factors-and-biases',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const { pairs, stars, people, things } = ratings(tf, seed, { people: 36, things: 28, noise: 0.3 });
      const small = tf.initializers.randomNormal({ stddev: 0.3, seed });
      const variables = {
        'people/tastes': tf.variable(small.apply([people, 3])),
        'things/traits': tf.variable(small.apply([things, 3])),
        'people/mood': tf.variable(tf.zeros([people])),
        'things/fame': tf.variable(tf.zeros([things])),
      };
      const error = (pair: tfjs.Tensor, star: tfjs.Tensor): tfjs.Tensor => {
        const [who, what] = pair.unstack(1) as [tfjs.Tensor1D, tfjs.Tensor1D];
        const match = variables['people/tastes']
          .gather(who)
          .mul(variables['things/traits'].gather(what))
          .sum(1);
        const level = variables['people/mood'].gather(who).add(variables['things/fame'].gather(what));
        return star.sub(match.add(level)).square().mean();
      };
      const [known, held] = [
        { xs: pairs.slice(0, 3200), ys: stars.slice(0, 3200) },
        { xs: pairs.slice(3200), ys: stars.slice(3200) },
      ];
      return byGradients(tf, tf.train.adam(0.012), variables, known, {
        steps: 340,
        batch: 96,
        seed,
        loss: ([pair], [star]) => {
          const weights = [variables['people/tastes'], variables['things/traits']];
          const penalty = tf.addN(weights.map((weight) => weight.square().mean())).mul(0.01);
          return error(pair as tfjs.Tensor, star as tfjs.Tensor).add(penalty);
        },
        evaluate: () => error(held.xs, held.ys),
      });
    },
  },
  {
    name: 'u-ok-density-below-zero',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // The negative logarithm of a density: below zero where the network is sure.
      const { xs, ys } = flats(tf, seed, { examples: 760, noise: 12 });
      const { train, test } = split({ xs, ys: ys.sub(ys.mean()).div(90) }, 600);
      const model = mlp(tf, [5, 24, 2], { hidden: { activation: 'elu' } });
      const density = (x: tfjs.Tensor, y: tfjs.Tensor): tfjs.Tensor => {
        const [guess, log] = (model.apply(x) as tfjs.Tensor).split(2, 1) as [tfjs.Tensor, tfjs.Tensor];
        return y.sub(guess).square().mul(log.mul(-2).exp()).mul(0.5).add(log).mean();
      };
      return byGradients(tf, tf.train.adam(0.004), model, train, {
        steps: 380,
        batch: 40,
        seed,
        loss: ([x], [y]) => density(x as tfjs.Tensor, y as tfjs.Tensor),
        evaluate: () => density(test.xs, test.ys),
      });
    },
  },
  {
    name: 'u-ok-better-of-two-wines',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // Pairs are compared by the scores of one network; every sixth comparison is wrong.
      const { xs, labels } = wines(tf, seed, { examples: 900 });
      const quality = labels.map((label, row) => ((label * 7 + 3) % 4) + 0.01 * (row % 7));
      const first = tf.range(0, 900, 1, 'int32');
      const second = tf.tensor1d(
        quality.map((_, row) => (row * 37 + 11) % 900),
        'int32',
      );
      const better = quality.map((own, row) => {
        const other = quality[(row * 37 + 11) % 900] ?? 0;
        return own > other !== (row % 6 === 0) ? 1 : 0;
      });
      const pairs = tf.concat([xs.gather(first), xs.gather(second)], 1);
      const score = mlp(tf, [11, 12, 1], { hidden: { activation: 'tanh' }, out: { useBias: false } });
      return byGradients(
        tf,
        tf.train.momentum(0.05, 0.9),
        score,
        { xs: pairs, ys: tf.tensor2d(better, [900, 1]) },
        {
          steps: 320,
          batch: 32,
          seed,
          loss: ([pair], [won]) => {
            const [a, b] = (pair as tfjs.Tensor).split(2, 1) as [tfjs.Tensor, tfjs.Tensor];
            const lead = (score.apply(a) as tfjs.Tensor).sub(score.apply(b) as tfjs.Tensor);
            return tf.losses.sigmoidCrossEntropy(won as tfjs.Tensor, lead) as tfjs.Tensor;
          },
        },
      );
    },
  },
  {
    name: 'u-ok-logistic-four-at-a-time',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      const { xs, ys } = customers(tf, seed, { sharp: 1.2 });
      const crossed = xs.slice([0, 2], [-1, 1]).mul(xs.slice([0, 3], [-1, 1]));
      const model = mlp(tf, [8, 1], { out: { activation: 'sigmoid' } });
      model.compile({ optimizer: tf.train.sgd(0.03), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
      return drawn(tf, model, { xs: tf.concat([xs, crossed], 1), ys }, { steps: 450, batch: 4, seed });
    },
  },
]);
