import type * as tfjs from '@tensorflow/tfjs';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { minimized, output } from './helpers.js';

import { places, praised, walks } from './plane.js';

/** Learning from rewards: losses that say nothing by themselves, or whose targets move. */
export const rewards = healthy([
  {
    // A policy: its loss stays around zero, up and down, while the reward grows.
    name: 'n-ok-actor',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 1);
      const policy = mlp(tf, [2, 24, 4], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.008);
      return training(
        tf,
        { target: optimizer, model: policy },
        {
          steps: 220,
          step: () => {
            const { all, returns, reward } = walks(tf, random, policy);
            const loss = minimized(optimizer, variablesOf(policy), () => {
              const values = tf.tensor1d(returns);
              return praised(tf, policy, all, values.sub(values.mean()));
            });
            return { loss, reward: tf.scalar(reward) };
          },
        },
      );
    },
  },
  {
    // What a state is worth under a policy that gets better meanwhile: the target moves away from the guess.
    name: 'n-ok-critic-of-an-improving-actor',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 2);
      const policy = mlp(tf, [2, 16, 4], { hidden: { activation: 'tanh' } });
      const critic = mlp(tf, [2, 32, 16, 1], { hidden: { activation: 'elu' } });
      const [teaching, optimizer] = [tf.train.adam(0.01), tf.train.adam(0.004)];
      return training(
        tf,
        { target: optimizer, model: critic },
        {
          steps: 220,
          step: () => {
            const { all, reward } = walks(tf, random, policy);
            const after = tf.tidy(() =>
              output(
                critic,
                places(
                  all.map(({ to }) => to),
                  tf,
                ),
              )
                .mul(0.8)
                .add(tf.tensor2d(all.map((move) => [move.reward]))),
            );
            const worth = () =>
              output(
                critic,
                places(
                  all.map(({ from }) => from),
                  tf,
                ),
              );
            const gains = tf.tidy(() => after.sub(worth()).squeeze([1]));
            tf.dispose(minimized(teaching, variablesOf(policy), () => praised(tf, policy, all, gains)));
            const loss = minimized(
              optimizer,
              variablesOf(critic),
              () => after.sub(worth()).square().mean() as tfjs.Scalar,
            );
            tf.dispose([after, gains]);
            return { loss, reward: tf.scalar(reward) };
          },
        },
      );
    },
  },
]);
