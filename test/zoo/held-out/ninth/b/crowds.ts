import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split, teacher } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { copyWeights, crossEntropy, training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { drawn, minimized, output } from './helpers.js';

/** Several networks that make up one. */
export const crowds = healthy([
  {
    // Three networks of different rates; every 60 steps the watched one takes over the best one's weights.
    name: 'n-ok-takes-over-the-best',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 4);
      const { train, test } = split(
        clusters(tf, seed, { examples: 1400, features: 8, classes: 5, spread: 1 }),
        1200,
      );
      const crowd = [0.002, 0.006, 0.015].map((rate) => ({
        model: mlp(tf, [8, 24, 5], { hidden: { activation: 'elu' } }),
        optimizer: tf.train.rmsprop(rate),
      }));
      const [own] = crowd;
      if (!own) throw new Error('crowd: expected three networks');
      const exam = (model: tfjs.LayersModel) => crossEntropy(tf, test.ys, output(model, test.xs));
      const step = (index: number) => {
        const losses = crowd.map(({ model, optimizer }) =>
          minimized(optimizer, variablesOf(model), () => {
            const { xs, ys } = drawn(train, random, 20);
            return crossEntropy(tf, ys, output(model, xs));
          }),
        );
        if (index % 60 === 59) {
          const marks = crowd.map(({ model }) => tf.tidy(() => exam(model).dataSync()[0] ?? 0));
          const best = crowd[marks.indexOf(Math.min(...marks))] ?? own;
          for (const { model } of crowd) if (model !== best.model) copyWeights(best.model, model);
        }
        tf.dispose(losses.slice(1));
        return { loss: losses[0] ?? tf.scalar(0) };
      };
      return training(
        tf,
        { target: own.optimizer, model: own.model },
        { steps: 300, step, evaluate: () => ({ loss: exam(own.model) }) },
      );
    },
  },
  {
    // Four experts and a gate that must not leave one of them idle.
    name: 'n-ok-experts-and-a-gate',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 5);
      const { xs } = teacher(tf, seed, { examples: 2000, features: 5 });
      const slopes = tf.tensor2d(random.normals(20), [5, 4]);
      const region = tf.oneHot(xs.matMul(tf.tensor2d(random.normals(20), [5, 4])).argMax(1), 4);
      const data = { xs, ys: xs.matMul(slopes).mul(region).sum(1, true).div(2) };
      const gate = mlp(tf, [5, 4], { out: { name: 'gate' } });
      const experts = [1, 2, 3, 4].map((number) =>
        mlp(tf, [5, 6, 1], {
          hidden: { name: `expert${number}`, activation: 'elu' },
          out: { name: `said${number}` },
        }),
      );
      const models = [gate, ...experts];
      const optimizer = tf.train.adam(0.008);
      return training(
        tf,
        { target: optimizer, model: models },
        {
          steps: 360,
          step: () => {
            const loss = minimized(optimizer, models.flatMap(variablesOf), () => {
              const batch = drawn(data, random, 32);
              const shares = output(gate, batch.xs).softmax();
              const said = tf.concat(
                experts.map((expert) => output(expert, batch.xs)),
                1,
              );
              const error = shares.mul(said).sum(1, true).sub(batch.ys).square().mean();
              return error.add(shares.mean(0).square().sum().mul(4).sub(1).mul(0.05)) as tfjs.Scalar;
            });
            return { loss };
          },
        },
      );
    },
  },
]);
