import type * as tfjs from '@tensorflow/tfjs';
import { mlp } from '../../networks.js';
import { healthy, type Tf } from '../../run.js';
import { minimizing, onEach, rows } from '../loops.js';
import { costOf } from '../part2-loops.js';
import { stack, variablesOf } from '../part2-networks.js';
import { spectra } from '../seventh/a/data.js';
import { coin, made } from './data.js';
import { plainStep, training } from './loops.js';

const outputOf = (model: tfjs.LayersModel, x: tfjs.Tensor) => model.apply(x) as tfjs.Tensor;

/** Says whether logits are taken for real (1) or made (0). */
const judged = (tf: Tf, logits: tfjs.Tensor, truth: number): tfjs.Scalar =>
  tf.losses.sigmoidCrossEntropy(tf.fill(logits.shape, truth), logits) as tfjs.Scalar;

/** Models of the data themselves. */
export const generative = healthy([
  {
    name: 'e-ok-generator-of-a-pair',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // The generator's loss goes to about ln 2 and stays: what it makes is what gets better.
      const center = tf.tensor1d([1.2, -0.8]);
      const real = made(tf, seed, 2048, (random) => {
        const [a, b] = [random.normal(), random.normal()];
        return [[1.2 + 0.5 * a, -0.8 + 0.5 * (0.6 * a + 0.8 * b)], [0]];
      });
      const generator = mlp(tf, [3, 16, 2], { hidden: { activation: 'elu' } });
      const critic = mlp(tf, [2, 20, 20, 1], { hidden: { activation: 'elu' } });
      const [teaching, learning] = [tf.train.adam(0.004, 0.5), tf.train.adam(0.002, 0.5)];
      return training(
        tf,
        { target: learning, model: generator },
        {
          steps: 340,
          step: (index) => {
            const { xs: genuine, ys } = rows(real, index, 48);
            const noise = () => tf.randomNormal([48, 3]);
            const judgement = teaching.minimize(
              () =>
                judged(tf, outputOf(critic, genuine), 0.9)
                  .add(judged(tf, outputOf(critic, outputOf(generator, noise())), 0))
                  .div(2)
                  .asScalar(),
              true,
              variablesOf(critic),
            );
            tf.dispose([genuine, ys]);
            const cost = learning.minimize(
              () => judged(tf, outputOf(critic, outputOf(generator, noise())), 1),
              true,
              variablesOf(generator),
            );
            return { loss: costOf(cost), critic: costOf(judgement) };
          },
          evaluate: () => {
            const made = outputOf(generator, tf.randomNormal([512, 3]));
            return { distance: made.mean(0).sub(center).norm() as tfjs.Scalar };
          },
        },
      );
    },
  },
  {
    name: 'e-ok-variational-with-divergence-warm-up',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // The divergence counts from step 100 on, more and more until 280, and the sum grows with it.
      const data = spectra(tf, seed, { examples: 640 });
      const encoder = mlp(tf, [24, 24, 8], { hidden: { activation: 'tanh' } });
      const decoder = mlp(tf, [4, 24, 24], { hidden: { activation: 'tanh' } });
      const optimizer = tf.train.adam(0.008);
      return training(
        tf,
        { target: optimizer, model: [encoder, decoder] },
        {
          steps: 400,
          step: (index) => {
            const { xs, ys } = rows(data, index);
            const told = plainStep(tf, optimizer, [encoder, decoder].flatMap(variablesOf), () => {
              const [mean, logVariance] = tf.split(outputOf(encoder, xs), 2, 1) as [tfjs.Tensor, tfjs.Tensor];
              const code = tf.randomNormal(mean.shape).mul(logVariance.div(2).exp()).add(mean);
              const error = outputOf(decoder, code).sub(xs).square().sum(1).mean().div(0.2);
              const divergence = mean
                .square()
                .add(logVariance.exp())
                .sub(logVariance)
                .sub(1)
                .sum(1)
                .mean()
                .div(2);
              return error.add(divergence.mul(Math.min(1, Math.max(0, (index - 100) / 180)))).asScalar();
            });
            tf.dispose([xs, ys]);
            return told;
          },
        },
      );
    },
  },
  {
    name: 'e-ok-mixture-density',
    heldOut: true,

    loop: 'custom',
    build(tf, seed) {
      // Two branches: the log-likelihood of each point is a density, and its negative falls below 0.
      const data = made(tf, seed, 1024, (random) => {
        const x = 2 * random.uniform() - 1;
        const branch = 2 * coin(random, 0.5) - 1;
        return [[1.7 * x], [branch * (0.9 + 0.5 * Math.sin(3 * x)) + 0.08 * random.normal()]];
      });
      const model = mlp(tf, [1, 20, 20, 6], { hidden: { activation: 'tanh' } });
      // The two parts begin apart, as wide as the targets are.
      const out = model.getLayer('out');
      out.setWeights([...out.getWeights().slice(0, 1), tf.tensor1d([0, 0, -1, 1, 0, 0])]);
      return minimizing(tf, tf.train.adam(0.02), model, {
        steps: 420,
        loss: (step) => {
          const { xs, ys } = rows(data, step, 64);
          const [shares, means, logs] = tf.split(outputOf(model, xs), 3, 1) as [
            tfjs.Tensor,
            tfjs.Tensor,
            tfjs.Tensor,
          ];
          const squares = ys.sub(means).div(logs.exp()).square();
          const each = tf.logSoftmax(shares).sub(squares.div(2)).sub(logs).sub(0.919);
          return each.logSumExp(1).mean().neg().asScalar();
        },
      });
    },
  },
  {
    name: 'e-ok-fills-what-is-masked',
    heldOut: true,

    loop: 'trainOnBatch',
    build(tf, seed) {
      // Half of a spectrum is hidden, another half in each step.
      const data = spectra(tf, seed, { examples: 960, noise: 0.15 });
      const model = stack(
        tf,
        tf.layers.dense({ name: 'code1', units: 40, activation: 'relu', inputShape: [48] }),
        tf.layers.dense({ name: 'code2', units: 40, activation: 'relu' }),
        tf.layers.dense({ name: 'out', units: 24 }),
      );
      model.compile({ optimizer: tf.train.adam(0.004), loss: 'meanSquaredError' });
      return onEach(
        tf,
        model,
        (step) => {
          const { xs } = rows(data, step);
          const mask = tf.randomUniform(xs.shape).greater(0.5).toFloat();
          return { xs: tf.concat([xs.mul(mask), mask], 1), ys: xs.clone() };
        },
        { steps: 360 },
      );
    },
  },
]);
