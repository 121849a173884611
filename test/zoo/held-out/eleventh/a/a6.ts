import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../../data.js';
import { onBatches } from '../../../loops.js';
import { mlp } from '../../../networks.js';
import { Random } from '../../../random.js';
import { sick, type Tf } from '../../../run.js';

/** Series of `length` random values and their decayed mean, as a leaky integrator would say it. */
function leakySums(random: Random, count: number, length: number) {
  const values: number[][][] = [];
  const targets: number[][] = [];
  for (let example = 0; example < count; example++) {
    let sum = 0;
    const series = Array.from({ length }, () => {
      const value = random.normal();
      sum = 0.8 * sum + value;
      return [value];
    });
    values.push(series);
    targets.push([sum * 0.6]);
  }
  return { values, targets };
}

/** Real measurements (a ring) and a fixed generator's (a square), with labels -1 and 1. */
function realAndFake(tf: Tf, seed: number, examples: number): Plain {
  const random = new Random(seed);
  const rows: number[][] = [];
  const signs: number[][] = [];
  for (let example = 0; example < examples; example++) {
    const isReal = random.uniform() < 0.5;
    const angle = 2 * Math.PI * random.uniform();
    rows.push(
      isReal
        ? [0.5 + Math.sin(angle) + 0.1 * random.normal(), Math.cos(angle) + 0.1 * random.normal()]
        : [2.4 * random.uniform() - 1.2, 2.4 * random.uniform() - 1.2],
    );
    signs.push([isReal ? -1 : 1]);
  }
  return { xs: tf.tensor2d(rows), ys: tf.tensor2d(signs) };
}

export const a6 = [
  ...sick('exploding-gradient', [
    {
      name: 'q-longer-series-unclipped',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'Goes on from series of 10 values to series of 30 with a recurrent ReLU layer and without clipping.',
      onset: 201,
      alsoAllowed: ['learning-rate-too-high', 'loss-diverging', 'loss-nonfinite', 'loss-spike'],
      build: (tf, seed) => {
        const random = new Random(seed);
        const model = tf.sequential();
        model.add(
          tf.layers.simpleRNN({
            name: 'memory',
            units: 12,
            activation: 'relu',
            recurrentInitializer: tf.initializers.identity({ gain: 1.05 }),
            inputShape: [null, 1],
          }),
        );
        model.add(tf.layers.dense({ name: 'out', units: 1 }));
        const variables = model.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
        const optimizer = tf.train.sgd(0.003);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 300; step++) {
              const length = step < 200 ? 10 : 30;
              const { values, targets } = leakySums(random, 32, length);
              const cost = optimizer.minimize(
                () =>
                  tf.losses.meanSquaredError(
                    tf.tensor2d(targets),
                    model.apply(tf.tensor3d(values)) as tfjs.Tensor,
                  ),
                true,
                variables,
              );
              if (cost) vitals?.step({ loss: cost });
              if (cost) tf.dispose(cost);
              if (step % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
            }
          },
        };
      },
    },
    {
      name: 'q-critic-never-clipped',
      heldOut: true,
      isUnseen: true,
      loop: 'trainOnBatch',
      mistake:
        'Trains the critic of a Wasserstein network without clipping its weights: nothing bounds its slope.',
      alsoAllowed: ['learning-rate-too-high', 'loss-nonfinite', 'loss-oscillating', 'loss-spike'],
      build: (tf, seed) => {
        const model = mlp(tf, [2, 24, 24, 24, 1]);
        model.compile({ optimizer: tf.train.sgd(0.05), loss: (sign, score) => sign.mul(score).mean() });
        return onBatches(tf, model, realAndFake(tf, seed, 2048), { steps: 320 });
      },
    },
  ]),
];
