import type * as tfjs from '@tensorflow/tfjs';
import { mlp, regressor } from '../../networks.js';
import { Random } from '../../random.js';
import { healthy } from '../../run.js';
import { onEach } from '../loops.js';
import { costOf } from '../part2-loops.js';
import { variablesOf } from '../part2-networks.js';
import { direction, dot, made, normals, unit } from './data.js';
import { copyWeights, training } from './loops.js';

/** States of the chain, and what to do in them: one step back or one step on. */
const states = 8;

/** Agents that act, and models that learn while the world goes on. */
export const decisions = healthy([
  {
    name: 'e-ok-policy-of-a-bandit',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // The loss of a policy gradient is noise around 0 and says nothing; the reward goes up.
      const random = new Random(seed + 937);
      const tastes = [0, 1, 2].map((arm) => direction(seed + 100 * arm, 4));
      const policy = mlp(tf, [4, 16, 3], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.01);
      let usual = 0;
      return training(
        tf,
        { target: optimizer, model: policy },
        {
          steps: 400,
          step: () => {
            const seen = Array.from({ length: 32 }, () => normals(random, 4));
            const xs = tf.tensor2d(seen);
            const chances = tf.tidy(() => (policy.apply(xs) as tfjs.Tensor2D).softmax().arraySync());
            const arms = (chances as number[][]).map(([first = 0, second = 0]) => {
              const at = random.uniform();
              return at < first ? 0 : at < first + second ? 1 : 2;
            });
            const rewards = seen.map((x, index) => dot(tastes[arms[index] ?? 0] ?? [], x));
            const mean = rewards.reduce((sum, reward) => sum + reward, 0) / 32;
            const gains = tf.tensor1d(rewards.map((reward) => reward - usual));
            const chosen = tf.tensor2d(arms.map((arm) => unit(arm, 3)));
            usual += 0.05 * (mean - usual);
            const cost = optimizer.minimize(
              () => {
                const logs = tf.logSoftmax(policy.apply(xs) as tfjs.Tensor);
                return logs.mul(chosen).sum(1).mul(gains).mean().neg().asScalar();
              },
              true,
              variablesOf(policy),
            );
            tf.dispose([xs, gains, chosen]);
            return { loss: costOf(cost), reward: tf.scalar(mean) };
          },
        },
      );
    },
  },
  {
    name: 'e-ok-values-of-a-chain',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // The targets come from a copy that is renewed every 25 steps: the loss jumps each time, less and less.
      const random = new Random(seed + 941);
      const make = () => mlp(tf, [states, 24, 2], { hidden: { activation: 'tanh' } });
      const [acting, target] = [make(), make()];
      copyWeights(acting, target);
      const optimizer = tf.train.adam(0.01);
      const worthOf = (model: tfjs.LayersModel, places: readonly number[]) =>
        model.apply(tf.tensor2d(places.map((place) => unit(place, states)))) as tfjs.Tensor2D;
      return training(
        tf,
        { target: optimizer, model: acting },
        {
          steps: 425,
          step: (index) => {
            if (index % 25 === 0) copyWeights(acting, target);
            const cost = optimizer.minimize(
              () => {
                const from = Array.from({ length: 48 }, () => random.integer(states));
                const acts = from.map(() => random.integer(2));
                const to = from.map((place, at) => Math.max(0, place + 2 * (acts[at] ?? 0) - 1));
                const ends = tf.tensor1d(to.map((place) => Number(place === states)));
                const next = worthOf(target, to).max(1).mul(0.8).mul(tf.sub(1, ends));
                const taken = tf.tensor2d(acts.map((act) => unit(act, 2)));
                const guess = worthOf(acting, from).mul(taken).sum(1);
                return tf.losses.huberLoss(next.add(ends.mul(2)), guess) as tfjs.Scalar;
              },
              true,
              variablesOf(acting),
            );
            return { loss: costOf(cost) };
          },
          evaluate: () => {
            const places = Array.from({ length: states }, (_, place) => place);
            const truth = tf.tensor1d(places.map((place) => 2 * 0.8 ** (states - 1 - place)));
            const on = worthOf(acting, places).slice([0, 1], [states, 1]).reshape([states]);
            return { error: on.sub(truth).abs().max() as tfjs.Scalar };
          },
        },
      );
    },
  },
  {
    name: 'e-ok-follows-a-slow-drift',
    heldOut: true,

    loop: 'trainOnBatch',
    build(tf, seed) {
      // What is right turns by a quarter of a circle while it is learned; each example is seen once.
      const random = new Random(seed + 947);
      const [first, second] = [direction(seed, 6), direction(seed + 1, 6)];
      const model = mlp(tf, [6, 16, 1], { hidden: { activation: 'tanh' } });
      regressor(model, tf.train.adam(0.01));
      return onEach(
        tf,
        model,
        (step) => {
          const angle = (Math.PI / 2) * (step / 420);
          return made(tf, random.integer(1e6), 24, (source) => {
            const x = normals(source, 6);
            const [a, b] = [dot(first, x), dot(second, x)];
            return [x, [Math.cos(angle) * a + Math.sin(angle) * b + 0.2 * source.normal()]];
          });
        },
        { steps: 420 },
      );
    },
  },
  {
    name: 'e-ok-one-example-a-step',
    heldOut: true,

    loop: 'trainOnBatch',
    build(tf, seed) {
      const random = new Random(seed + 953);
      const weights = direction(seed, 5);
      const model = mlp(tf, [5, 12, 1], { hidden: { activation: 'tanh' } });
      regressor(model, tf.train.sgd(0.02));
      return onEach(
        tf,
        model,
        () =>
          made(tf, random.integer(1e6), 1, (source) => {
            const x = normals(source, 5);
            return [x, [dot(weights, x) + 0.3 * source.normal()]];
          }),
        { steps: 450 },
      );
    },
  },
]);
