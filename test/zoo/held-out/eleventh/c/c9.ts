import type * as tfjs from '@tensorflow/tfjs';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { forward, initializers, squaredError, stepped, turn, variablesOf } from './c-tools.js';

/** Reward and law in place of labels. */
export const rewarded = healthy([
  {
    // What is minimised is the policy's negative expected reward, estimated by its own choices against a baseline.
    name: 'q-ok-policy-rewarded-for-choices',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const pays = Array.from({ length: 3 }, () => random.normals(4));
      const model = mlp(tf, [4, 24, 3], {
        hidden: { activation: 'tanh', kernelInitializer: start.glorot() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.004);
      const variables = variablesOf(model);
      let baseline = 0;
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            let reward = 0;
            tf.tidy(() => {
              const seen = Array.from({ length: 64 }, () => random.normals(4));
              const x = tf.tensor2d(
                seen.flatMap((row) => Array.from(row)),
                [64, 4],
              );
              const shares = tf.softmax(model.predict(x) as tfjs.Tensor).arraySync() as number[][];
              const choices = shares.map((row) => {
                let left = random.uniform();
                const found = row.findIndex((share) => {
                  left -= share;
                  return left < 0;
                });
                return found < 0 ? 2 : found;
              });
              const rewards = choices.map((choice, at) => {
                const pay = pays[choice];
                const sum = [0, 1, 2, 3].reduce((all, f) => all + (pay?.[f] ?? 0) * (seen[at]?.[f] ?? 0), 0);
                return Math.tanh(sum) + 0.1 * random.normal();
              });
              reward = rewards.reduce((all, one) => all + one, 0) / 64;
              const chosen = tf.oneHot(tf.tensor1d(choices, 'int32'), 3).toFloat();
              const gains = tf.tensor1d(rewards.map((one) => one - baseline));
              optimizer.minimize(
                () => {
                  const odds = tf.sum(chosen.mul(tf.logSoftmax(forward(model, x))), 1);
                  return tf.neg(tf.mean(odds.mul(gains))) as tfjs.Scalar;
                },
                false,
                variables,
              );
            });
            baseline += 0.05 * (reward - baseline);
            vitals?.step({ loss: -reward });
            await turn(step);
          }
        },
      };
    },
  },
  {
    // How much is a state worth? The answer leans on a copy of the network that lags softly behind.
    name: 'q-ok-values-learnt-from-lagging-copy',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const build = () =>
        mlp(tf, [3, 32, 16, 1], {
          hidden: { kernelInitializer: start.he() },
          out: { kernelInitializer: start.glorot() },
        });
      const [model, copy] = [build(), build()];
      copy.setWeights(model.getWeights());
      const optimizer = tf.train.adam(0.002);
      const [variables, lagging] = [variablesOf(model), variablesOf(copy)];
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            const loss = tf.tidy(() => {
              const state = tf.tensor2d(random.normals(64 * 3), [64, 3]);
              const next = state.mul(0.8).add(tf.tensor2d(random.normals(64 * 3), [64, 3]).mul(0.4));
              const reward = tf.sin(state.slice([0, 0], [64, 1])).add(tf.tanh(state.slice([0, 1], [64, 1])));
              const luck = tf.tensor2d(random.normals(64), [64, 1]).mul(0.5);
              const target = reward.add(luck).add((copy.predict(next) as tfjs.Tensor).mul(0.5));
              return stepped(
                optimizer,
                () => tf.losses.huberLoss(target, forward(model, state)) as tfjs.Scalar,
                variables,
              );
            });
            lagging.forEach((variable, index) => {
              const fresh = variables[index];
              if (fresh) tf.tidy(() => variable.assign(variable.mul(0.97).add(fresh.mul(0.03))));
            });
            if (loss) vitals?.step({ loss });
            loss?.dispose();
            await turn(step);
          }
        },
      };
    },
  },
  {
    // Noisy measurements of a growth that obeys u' = 2 u (1 - u): the law, by differences, is half of the loss.
    name: 'q-ok-growth-that-obeys-its-law',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const model = mlp(tf, [1, 20, 20, 1], {
        hidden: { activation: 'tanh', kernelInitializer: start.glorot() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.003);
      const variables = variablesOf(model);
      // Time runs over -2..2, and into the network as -1..1.
      const grown = (t: tfjs.Tensor) => forward(model, t.div(2));
      const gap = 0.1;
      const column = (values: number[]) => tf.tensor2d(values, [values.length, 1]);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            const times = Array.from({ length: 48 }, () => 4 * random.uniform() - 2);
            const loss = tf.tidy(() => {
              const t = column(times);
              const found = column(
                times.map((time) => 1 / (1 + Math.exp(-2 * time)) + 0.25 * random.normal()),
              );
              return stepped(
                optimizer,
                () => {
                  const now = grown(t);
                  const speed = grown(t.add(gap))
                    .sub(grown(t.sub(gap)))
                    .div(2 * gap);
                  const law = squaredError(tf, now.mul(tf.sub(1, now)).mul(2), speed);
                  return squaredError(tf, found, now).add(law) as tfjs.Scalar;
                },
                variables,
              );
            });
            vitals?.step({ loss });
            loss.dispose();
            await turn(step);
          }
        },
      };
    },
  },
]);
