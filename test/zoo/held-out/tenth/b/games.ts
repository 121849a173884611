import type * as tfjs from '@tensorflow/tfjs';
import { custom } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { forward, rest, trainables } from './helpers.js';

export const games = healthy([
  {
    // A GAN: after a head start of the discriminator its generator catches up, and both losses stay even.
    name: 'p-ok-gan-in-balance',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const random = new Random(seed);
      const generator = mlp(tf, [3, 24, 2], { hidden: { activation: 'elu' } });
      const judge = mlp(tf, [2, 16, 1], {
        hidden: { activation: 'elu', name: 'judge1' },
        out: { name: 'verdict' },
      });
      const noise = () => tf.tensor2d(random.normals(32 * 3), [32, 3]);
      const spread = tf.tensor2d([0.8, 0.3, -0.2, 0.5], [2, 2]);
      const real = () =>
        tf
          .tensor2d(random.normals(32 * 2), [32, 2])
          .matMul(spread)
          .add([1.5, -1]);
      const [slow, fast] = [tf.train.adam(0.002, 0.5), tf.train.adam(0.02, 0.5)];
      const judged = (x: tfjs.Tensor) => forward(judge, x);
      const teach = () =>
        fast.minimize(
          () => {
            const [good, bad] = [judged(real()), judged(forward(generator, noise()))];
            const sure = good.square().add(bad.square()).mul(0.2);
            return good.neg().softplus().add(bad.softplus()).add(sure).mean().asScalar();
          },
          false,
          trainables(judge),
        );
      return {
        target: slow,
        model: generator,
        train: async (vitals) => {
          for (let step = 0; step < 150; step++) teach();
          for (let step = 0; step < 400; step++) {
            teach();
            const cost = slow.minimize(
              () => judged(forward(generator, noise())).neg().softplus().mean().asScalar(),
              true,
              trainables(generator),
            );
            if (cost) vitals?.step({ loss: cost });
            cost?.dispose();
            await rest(step);
          }
        },
      };
    },
  },
  {
    // Policy gradient in a bandit with contexts: the data are what the policy chose, the loss is not an error.
    name: 'p-ok-policy-gradient',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const random = new Random(seed);
      const judge = tf.tensor2d(random.normals(6 * 4), [6, 4]);
      const policy = mlp(tf, [6, 24, 4], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.01);
      return {
        target: optimizer,
        model: policy,
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            const [state, choice, reward] = tf.tidy(() => {
              const state = tf.tensor2d(random.normals(64 * 6), [64, 6]);
              const odds = (policy.predict(state) as tfjs.Tensor2D).softmax().arraySync() as number[][];
              const chosen = odds.map((row) => {
                let left = random.uniform();
                const at = row.findIndex((share) => {
                  left -= share;
                  return left < 0;
                });
                return at < 0 ? 3 : at;
              });
              const best = state.matMul(judge).argMax(1);
              const choice = tf.tensor1d(chosen, 'int32');
              return [state, tf.oneHot(choice, 4).toFloat(), best.equal(choice).toFloat()] as const;
            });
            const cost = optimizer.minimize(
              () => {
                const logs = forward(policy, state).logSoftmax();
                return logs.mul(choice).sum(1).mul(reward).mean().neg().asScalar();
              },
              true,
              trainables(policy),
            );
            const won = tf.tidy(() => reward.mean().dataSync()[0] ?? 0);
            if (cost) vitals?.step({ loss: cost, reward: won });
            tf.dispose([state, choice, reward, ...(cost ? [cost] : [])]);
            await rest(step);
          }
        },
      };
    },
  },
  {
    // A loss from physics: u' = u (1 - u) between the measured points, with a weight that grows from 0 to 1.
    name: 'p-ok-physics-annealed',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const random = new Random(seed);
      const times = Float32Array.from({ length: 640 }, () => 4 * random.uniform() - 2);
      const values = times.map((time) => 1 / (1 + Math.exp(-1.5 * time)) + 0.03 * random.normal());
      const model = mlp(tf, [1, 20, 20, 1], { hidden: { activation: 'tanh' } });
      let weight = 0;
      return custom(
        tf,
        tf.train.adam(0.005),
        model,
        { xs: tf.tensor2d(times, [640, 1]), ys: tf.tensor2d(values, [640, 1]) },
        {
          steps: 400,
          before: (step) => {
            weight = Math.min(1, step / 200);
          },
          loss: (x, y) => {
            const [u, later, earlier] = [0, 0.05, -0.05].map((by) => forward(model, x.add(by))) as [
              tfjs.Tensor,
              tfjs.Tensor,
              tfjs.Tensor,
            ];
            const slope = later.sub(earlier).div(0.1);
            const residual = slope.sub(u.mul(tf.sub(1, u)).mul(1.5));
            return tf.losses.meanSquaredError(y, u).add(residual.square().mean().mul(weight)).asScalar();
          },
        },
      );
    },
  },
]);
