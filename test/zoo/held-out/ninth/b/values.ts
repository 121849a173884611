import type * as tfjs from '@tensorflow/tfjs';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy, type Tf } from '../../../run.js';
import { copyWeights, training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { follow, minimized, output } from './helpers.js';

import { anywhere, horizon, type Move, moved, places } from './plane.js';

/** Q-learning: the targets are the network's own. */
export const values = healthy([
  ...[true, false].map((isCopied) => ({
    // Q-learning from a store of moves; targets come from an older network, copied at times (the loss jumps at each
    // copy), or that follows slowly and is asked about the newer one's choice.
    name: isCopied ? 'n-ok-q-with-copies' : 'n-ok-q-that-follows',
    heldOut: true,
    loop: 'custom' as const,
    build(tf: Tf, seed: number) {
      const random = new Random(seed + (isCopied ? 3 : 4));
      const form = () =>
        isCopied ? mlp(tf, [2, 32, 32, 4]) : mlp(tf, [2, 40, 24, 4], { hidden: { activation: 'elu' } });
      const [online, older] = [form(), form()];
      copyWeights(online, older);
      const optimizer = isCopied ? tf.train.adam(0.003) : tf.train.adam(0.005);
      const store: Move[] = [];
      let at = anywhere(random);
      const act = (index: number) => {
        const best = tf.tidy(
          () =>
            output(online, places([at], tf))
              .argMax(1)
              .dataSync()[0] ?? 0,
        );
        const move = moved(
          random,
          at,
          random.uniform() < Math.max(0.1, 1 - index / 200) ? random.integer(4) : best,
        );
        store[store.length < 600 ? store.length : random.integer(600)] = move;
        at = random.uniform() < 0.2 ? anywhere(random) : [...move.to];
      };
      for (let index = 0; index < 64; index++) act(0);
      const exam = Array.from({ length: 48 }, () => anywhere(random));
      const paid = () => {
        let [reward, from] = [0, exam];
        for (let step = 0; step < horizon; step++) {
          const actions = output(online, places(from, tf)).argMax(1).dataSync();
          const moves = from.map((place, walk) => moved(random, place, actions[walk] ?? 0));
          reward += moves.reduce((sum, move) => sum + move.reward, 0) / 48 / horizon;
          from = moves.map(({ to }) => [...to]);
        }
        return tf.scalar(reward);
      };
      return training(
        tf,
        { target: optimizer, model: online },
        {
          steps: 360,
          step: (index) => {
            for (let move = 0; move < 3; move++) act(index);
            const batch = Array.from({ length: 32 }, () => store[random.integer(store.length)] as Move);
            const targets = tf.tidy(() => {
              const next = output(
                older,
                places(
                  batch.map(({ to }) => to),
                  tf,
                ),
              );
              const choice = isCopied
                ? next
                : output(
                    online,
                    places(
                      batch.map(({ to }) => to),
                      tf,
                    ),
                  );
              const worth = tf.oneHot(choice.argMax(1), 4).mul(next).sum(1);
              return worth.mul(0.8).add(batch.map(({ reward }) => reward));
            });
            const loss = minimized(optimizer, variablesOf(online), () => {
              const values = output(
                online,
                places(
                  batch.map(({ from }) => from),
                  tf,
                ),
              );
              const taken = tf
                .oneHot(
                  batch.map(({ action }) => action),
                  4,
                )
                .mul(values)
                .sum(1);
              return tf.losses.huberLoss(targets, taken) as tfjs.Scalar;
            });
            targets.dispose();
            if (!isCopied) follow(tf, older, online, 0.1);
            else if (index % 40 === 39) copyWeights(online, older);
            return { loss };
          },
          evaluate: () => ({ reward: paid() }),
          each: 40,
        },
      );
    },
  })),
]);
