import type * as tfjs from '@tensorflow/tfjs';
import { clusters, split } from '../../../data.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy, type Tf } from '../../../run.js';
import { agreement, crossEntropy, training } from '../../eighth/loops.js';
import { variablesOf } from '../../part2-networks.js';
import { game } from './game.js';
import { drawn, minimized, normals, output } from './helpers.js';

const leaky = (tf: Tf) => () => [tf.layers.leakyReLU({ alpha: 0.2 })];
const linear = { activation: 'linear' } as const;

/** Networks against each other, or against what is done to their examples. */
export const adversaries = healthy([
  {
    // The judge of a pair: as the forger learns, its loss rises to that of guessing, and that is what is wanted.
    name: 'n-ok-adversary-judge',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 1);
      const critic = mlp(tf, [2, 24, 24, 1], { hidden: linear, between: leaky(tf) });
      const guess = (of: tfjs.Tensor, truth: number) => {
        const chances = output(critic, of);
        return tf.losses.sigmoidCrossEntropy(tf.fill(chances.shape, truth), chances) as tfjs.Scalar;
      };
      return game(tf, {
        generator: mlp(tf, [3, 24, 2], { hidden: linear, between: leaky(tf) }),
        critic,
        noise: 3,
        random,
        real: (size) =>
          normals(tf, random, size, 2)
            .matMul(
              tf.tensor2d([
                [0.6, 0.3],
                [-0.2, 0.5],
              ]),
            )
            .add([2.5, -2]),
        critics: (real, made) => guess(real, 1).add(guess(made, 0)) as tfjs.Scalar,
        generators: (made) => guess(made, 1),
        optimizers: { generator: tf.train.adam(0.002, 0.5), critic: tf.train.adam(0.003, 0.5) },
        watched: 'critic',
      });
    },
  },
  {
    // The forger of another pair, with squared errors: its loss says little, what it makes comes nearer.
    name: 'n-ok-adversary-forger',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 2);
      const critic = mlp(tf, [6, 32, 1], { hidden: linear, between: leaky(tf) });
      const waves = (size: number) =>
        tf.tensor2d(
          Array.from({ length: size }, () => 6.3 * random.uniform()).flatMap((phase) =>
            [0, 1, 2, 3, 4, 5].map((t) => 0.6 + Math.sin(phase + 0.4 * t)),
          ),
          [size, 6],
        );
      return game(tf, {
        generator: mlp(tf, [4, 32, 32, 6], { hidden: { activation: 'elu' } }),
        critic,
        noise: 4,
        random,
        real: waves,
        critics: (real, made) =>
          output(critic, real)
            .sub(1)
            .square()
            .mean()
            .add(output(critic, made).square().mean()) as tfjs.Scalar,
        generators: (made) => output(critic, made).sub(1).square().mean() as tfjs.Scalar,
        optimizers: { generator: tf.train.rmsprop(0.001), critic: tf.train.rmsprop(0.002) },
        watched: 'generator',
      });
    },
  },
  {
    // A critic that measures how far the forger is: a negative loss that rises towards zero, as it should.
    name: 'n-ok-distance-critic',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 3);
      const critic = mlp(tf, [3, 32, 16, 1], { hidden: { activation: 'elu' } });
      return game(tf, {
        generator: mlp(tf, [3, 24, 3], { hidden: { activation: 'tanh' } }),
        critic,
        noise: 3,
        random,
        real: (size) => normals(tf, random, size, 3).mul([0.5, 0.8, 0.3]).add([1.5, 0, -1]),
        critics: (real, made) => {
          const [high, low] = [output(critic, real), output(critic, made)];
          const slope = high.sub(low).abs().div(real.sub(made).square().sum(1, true).sqrt().add(0.01));
          return low.mean().sub(high.mean()).add(slope.sub(1).relu().square().mean().mul(10)) as tfjs.Scalar;
        },
        generators: (made) => output(critic, made).mean().neg() as tfjs.Scalar,
        optimizers: { generator: tf.train.adam(0.003, 0.5), critic: tf.train.adam(0.006, 0.5) },
        watched: 'critic',
        turns: 2,
      });
    },
  },
  {
    // Every batch is pushed against the network's own gradient, further and further: the loss falls, and rises again.
    name: 'n-ok-pushed-examples',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      const random = new Random(seed + 5);
      const { train, test } = split(
        clusters(tf, seed, { examples: 1200, features: 6, classes: 3, spread: 1.7 }),
        1000,
      );
      const model = mlp(tf, [6, 32, 3]);
      const optimizer = tf.train.momentum(0.02, 0.9);
      const pushed = (xs: tfjs.Tensor, ys: tfjs.Tensor, by: number) =>
        xs.add(
          tf
            .grad((x) => crossEntropy(tf, ys, output(model, x)))(xs)
            .sign()
            .mul(by),
        );
      return training(
        tf,
        { target: optimizer, model },
        {
          steps: 300,
          step: (index) => {
            const batch = tf.tidy(() => {
              const { xs, ys } = drawn(train, random, 24);
              return { xs: pushed(xs, ys, 0.25 * Math.min(1, index / 200)), ys };
            });
            const loss = minimized(optimizer, variablesOf(model), () =>
              crossEntropy(tf, batch.ys, output(model, batch.xs)),
            );
            tf.dispose([batch.xs, batch.ys]);
            return { loss };
          },
          evaluate: () => ({ accuracy: agreement(test.ys, output(model, pushed(test.xs, test.ys, 0.2))) }),
        },
      );
    },
  },
]);
