import type * as tfjs from '@tensorflow/tfjs';
import { digits } from '../../../data.js';
import { mlp, setLearningRate } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy } from '../../../run.js';
import { draw, forward, initializers, turn, variablesOf } from './c-tools.js';

/** Models of how the data came about. */
export const generative = healthy([
  {
    // A variational autoencoder; the weight of the divergence rises to 1 within 200 steps, and the loss with it a little.
    name: 'q-ok-variational-divergence-warmed-up',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: async (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const { train } = await digits(tf, 2000);
      const xs = tf.avgPool(train.xs as tfjs.Tensor4D, 4, 4, 'valid').slice([0, 1, 1, 0], [2000, 5, 5, 1]);
      const data = { xs: xs.reshape([2000, 25]), ys: train.ys };
      const input = tf.input({ shape: [25], name: 'pixels' });
      const dense = (name: string, units: number, activation: 'elu' | 'linear') =>
        tf.layers.dense({ name, units, activation, kernelInitializer: start.glorot() });
      const seen = dense('see', 32, 'elu').apply(input) as tfjs.SymbolicTensor;
      const encoder = tf.model({
        inputs: input,
        outputs: ['mean', 'log-variance'].map(
          (name) => dense(name, 3, 'linear').apply(seen) as tfjs.SymbolicTensor,
        ),
      });
      const decoder = tf.sequential({
        layers: [
          tf.layers.dense({
            name: 'draw',
            units: 32,
            activation: 'elu',
            kernelInitializer: start.he(),
            inputShape: [3],
          }),
          dense('logits', 25, 'linear'),
        ],
      });
      const optimizer = tf.train.adam(0.004);
      const variables = [...variablesOf(encoder), ...variablesOf(decoder)];
      return {
        target: optimizer,
        model: [encoder, decoder],
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            const weight = Math.min(1, (step + 1) / 200);
            const { x, y } = draw(tf, random, data, 32);
            const noise = tf.tensor2d(random.normals(32 * 3), [32, 3]);
            const loss = optimizer.minimize(
              () => {
                const [mean, logVariance] = encoder.apply(x) as [tfjs.Tensor, tfjs.Tensor];
                const code = mean.add(noise.mul(tf.exp(logVariance.mul(0.5))));
                const likelihood = tf.losses.sigmoidCrossEntropy(x, forward(decoder, code)).mul(25);
                const divergence = tf.exp(logVariance).add(tf.square(mean)).sub(logVariance).sub(1);
                return likelihood.add(tf.mean(tf.sum(divergence, 1)).mul(0.5 * weight)) as tfjs.Scalar;
              },
              true,
              variables,
            );
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, noise, ...(loss ? [loss] : [])]);
            await turn(step);
          }
        },
      };
    },
  },
  {
    // The generator of points on a ring-like cloud, and its critic, whom the loop trains by an optimizer of its own.
    // They start far apart; in balance neither wins, and the generator's loss settles near ln 2.
    name: 'q-ok-generator-in-balance-with-critic',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const generator = mlp(tf, [4, 24, 2], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const critic = mlp(tf, [2, 24, 1], {
        hidden: { activation: 'elu', kernelInitializer: start.he() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.002, 0.5);
      const rival = tf.train.adam(0.004, 0.5);
      const variables = variablesOf(generator);
      const rivals = variablesOf(critic);
      const real = () => {
        const points = Array.from({ length: 64 }, () => {
          const angle = Math.PI * random.uniform();
          return [
            1.6 + 0.7 * Math.cos(angle) + 0.2 * random.normal(),
            0.7 * Math.sin(angle) - 1.2 + 0.2 * random.normal(),
          ];
        });
        return tf.tensor2d(points);
      };
      const fake = () => forward(generator, tf.tensor2d(random.normals(64 * 4), [64, 4]));
      // softplus(-logit) is the surprise at being told "real", softplus(logit) at "false".
      const told = () =>
        tf.mean(
          tf
            .softplus(forward(critic, real()).neg())
            .add(tf.softplus(forward(critic, fake())))
            .div(2),
        ) as tfjs.Scalar;
      const judge = () => tf.tidy(() => void rival.minimize(told, false, rivals));
      return {
        target: optimizer,
        model: generator,
        train: async (vitals) => {
          for (let step = 0; step < 60; step++) judge();
          for (let step = 0; step < 450; step++) {
            judge();
            const loss = optimizer.minimize(
              () => tf.mean(tf.softplus(forward(critic, fake()).neg())) as tfjs.Scalar,
              true,
              variables,
            );
            if (loss) vitals?.step({ loss });
            loss?.dispose();
            await turn(step);
          }
        },
      };
    },
  },
  {
    // The density of the next value as a mixture of three bells: its negative logarithm is the loss.
    name: 'q-ok-mixture-density-of-two-branches',
    heldOut: true,
    isUnseen: true,
    loop: 'custom',
    build: (tf, seed) => {
      const start = initializers(tf, seed);
      const random = new Random(seed + 1);
      const model = mlp(tf, [1, 24, 16, 9], {
        hidden: { activation: 'tanh', kernelInitializer: start.glorot() },
        out: { kernelInitializer: start.glorot() },
      });
      const optimizer = tf.train.adam(0.004);
      const variables = variablesOf(model);
      const batch = (size: number) => {
        const x = random.normals(size);
        const y = Array.from(x, (value) => {
          const branch = random.uniform() < 0.4 ? -1 : 1;
          return branch * (0.7 + 0.2 * Math.sin(2 * value)) + 0.25 * random.normal();
        });
        return { x: tf.tensor2d(x, [size, 1]), y: tf.tensor2d(y, [size, 1]) };
      };
      const surprise = (x: tfjs.Tensor, y: tfjs.Tensor) => {
        const [logits, means, logScales] = tf.split(forward(model, x), 3, 1) as [
          tfjs.Tensor,
          tfjs.Tensor,
          tfjs.Tensor,
        ];
        const scales = tf.softplus(logScales).add(0.15);
        const apart = tf.square(y.sub(means).div(scales)).mul(-0.5);
        const each = tf.logSoftmax(logits).add(apart).sub(tf.log(scales)).sub(0.919);
        return tf.neg(tf.mean(tf.logSumExp(each, 1))) as tfjs.Scalar;
      };
      const test = batch(512);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          for (let step = 0; step < 400; step++) {
            setLearningRate(optimizer, step < 220 ? 0.004 : 0.001);
            const { x, y } = batch(64);
            const loss = optimizer.minimize(() => surprise(x, y), true, variables);
            if (loss) vitals?.step({ loss });
            tf.dispose([x, y, ...(loss ? [loss] : [])]);
            if (step % 40 === 39) {
              const loss = tf.tidy(() => surprise(test.x, test.y));
              vitals?.evaluation({ loss });
              loss.dispose();
            }
            await turn(step);
          }
        },
      };
    },
  },
]);
