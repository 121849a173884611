import type * as tfjs from '@tensorflow/tfjs';
import { clusters, sines, teacher } from '../../../data.js';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor, setLearningRate } from '../../../networks.js';
import { sick } from '../../../run.js';
import { pairOf, turn } from './b-parts.js';

/** Learning rates that do not fit, and penalties that are too strong. */
export const rateRuns = [
  ...sick('learning-rate-too-high', [
    {
      name: 'q-adam-at-the-rate-of-sgd',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'The optimizer was changed from SGD to Adam, and the rate of 0.1 that SGD had was kept.',
      alsoAllowed: ['loss-oscillating', 'loss-stalled'],
      build: (tf, seed) => {
        const data = clusters(tf, seed, { examples: 640, features: 10, classes: 4, spread: 0.6 });
        const model = mlp(tf, [10, 48, 48, 4], {
          hidden: { activation: 'elu' },
          out: { activation: 'softmax' },
        });
        return fitting(classifier(model, tf.train.adam(0.1)), data, { epochs: 18 });
      },
    },
    {
      name: 'q-rate-scaled-twice',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'From step 181 on batches are four times as large, and the rate is scaled to them in the schedule and once more in the loop.',
      onset: 181,
      alsoAllowed: [
        'exploding-gradient',
        'loss-diverging',
        'loss-oscillating',
        'loss-spike',
        'saturated-activation',
      ],
      build: (tf, seed) => {
        const { xs, ys } = teacher(tf, seed, { examples: 640, features: 8, outputs: 2, noise: 0.1 });
        const model = mlp(tf, [8, 48, 48, 2], { hidden: { activation: 'tanh' } });
        const optimizer = tf.train.momentum(0.1, 0.9);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 400; step++) {
              const scale = step < 180 ? 1 : 4;
              const size = 16 * scale;
              setLearningRate(optimizer, 0.1 * scale * scale);
              const at = (step * size) % 640;
              const [x, y] = [xs.slice(at, size), ys.slice(at, size)];
              const cost = optimizer.minimize(
                () => tf.losses.huberLoss(y, model.apply(x, { training: true }) as typeof xs).asScalar(),
                true,
              );
              if (cost) vitals?.step({ loss: cost, examples: size });
              tf.dispose([x, y, ...(cost ? [cost] : [])]);
              await turn(step);
            }
          },
        };
      },
    },
  ]),
  ...sick('learning-rate-too-low', [
    {
      name: 'q-mean-divided-again',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'The gradient of a loss that is a mean is divided by the number of values once more before it is applied.',
      alsoAllowed: ['loss-not-improving'],
      build: (tf, seed) => {
        const { ys: data } = teacher(tf, seed, { examples: 640, features: 4, outputs: 12, hidden: 4 });
        const model = mlp(tf, [12, 16, 4, 16, 12], { hidden: { activation: 'tanh' } });
        const optimizer = tf.train.sgd(0.1);
        return {
          target: optimizer,
          model,
          train: async (vitals) => {
            for (let step = 0; step < 300; step++) {
              const x = data.slice((step % 10) * 64, 64);
              const { value, grads } = optimizer.computeGradients(() =>
                tf.losses.meanSquaredError(x, model.apply(x, { training: true }) as typeof x).asScalar(),
              );
              const means = Object.entries(grads).map(
                ([name, gradient]) => [name, gradient.div(x.size)] as const,
              );
              optimizer.applyGradients(Object.fromEntries(means));
              vitals?.step({ loss: value, examples: 64 });
              tf.dispose([x, value, grads, means.map(([, gradient]) => gradient)]);
              await turn(step);
            }
          },
        };
      },
    },
    {
      name: 'q-decay-per-batch',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      backend: 'wasm',
      mistake:
        'The rate is meant to decay by a tenth each epoch, and decays by a tenth each batch, to its lower end.',
      onset: 40,
      build: (tf, seed) => {
        const data = teacher(tf, seed, { examples: 800, features: 10, noise: 0.1 });
        const optimizer = tf.train.adam(0.003);
        const model = regressor(mlp(tf, [10, 32, 16, 1]), optimizer);
        let rate = 0.003;
        const decay = () => {
          rate = Math.max(1e-6, 0.9 * rate);
          setLearningRate(optimizer, rate);
        };
        return fitting(model, data, { epochs: 15, callbacks: { onBatchEnd: decay } });
      },
    },
  ]),
  ...sick('regularization-dominates', [
    {
      name: 'q-weight-decay-as-penalty',
      heldOut: true,
      isUnseen: true,
      loop: 'fit',
      mistake: 'The weight decay of 0.15 of an AdamW recipe is used as the factor of an L2 penalty.',
      // `out` was added after the first look: its penalty pulls 2.3 to 2.7 times as hard as the data.
      layers: ['hidden1', 'hidden2', 'out'],
      build: (tf, seed) => {
        const decay = 0.15;
        const data = clusters(tf, seed, { examples: 640, features: 16, classes: 4 });
        const kernelRegularizer = tf.regularizers.l2({ l2: decay });
        const model = mlp(tf, [16, 48, 48, 4], {
          hidden: { kernelRegularizer },
          out: { kernelRegularizer, activation: 'softmax' },
        });
        return fitting(classifier(model, tf.train.sgd(0.008)), data, { epochs: 16 });
      },
    },
    {
      name: 'q-penalty-summed-not-averaged',
      heldOut: true,
      isUnseen: true,
      loop: 'custom',
      mistake:
        'A hand-written L1 penalty sums over all weights, and its factor was chosen as if it took their mean.',
      layers: ['memory', 'out'],
      build: (tf, seed) => {
        const strength = 0.1;
        const data = sines(tf, seed, { examples: 640, length: 8, noise: 0.1 });
        const model: tfjs.LayersModel = tf.sequential({
          layers: [
            tf.layers.simpleRNN({ name: 'memory', units: 16, inputShape: [8, 1] }),
            tf.layers.dense({ name: 'out', units: 1 }),
          ],
        });
        const kernels = model.trainableWeights
          .filter(({ name }) => name.includes('kernel'))
          .map((weight) => weight.read() as tfjs.Variable);
        const penalty = () =>
          tf.tidy(() =>
            tf
              .addN(kernels.map((kernel) => kernel.abs().sum()))
              .mul(strength)
              .asScalar(),
          );
        const optimizer = tf.train.adam(0.002);
        return {
          target: optimizer,
          model,
          penalty,
          train: async (vitals) => {
            for (let step = 0; step < 360; step++) {
              const { x, y } = pairOf(data, step);
              const cost = optimizer.minimize(() => {
                const predicted = model.apply(x, { training: true }) as typeof data.ys;
                return tf.losses.meanSquaredError(y, predicted).add(penalty()).asScalar();
              }, true);
              if (cost) vitals?.step({ loss: cost, examples: 32 });
              tf.dispose([x, y, ...(cost ? [cost] : [])]);
              await turn(step);
            }
          },
        };
      },
    },
  ]),
];
