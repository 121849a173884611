import type * as tfjs from '@tensorflow/tfjs';
import { clusters, oneHot, sines, split, teacher } from '../../../data.js';
import { batchOf, custom, fitting, onBatches } from '../../../loops.js';
import { mlp, regressor } from '../../../networks.js';
import { Random } from '../../../random.js';
import { healthy, type Tf } from '../../../run.js';
import { crossEntropy, forward, rest, trainables } from './helpers.js';

const pairs = (x: tfjs.Tensor): [tfjs.Tensor, tfjs.Tensor] => [x.slice(0, 16), x.slice(16, 16)];

/** Half of the squared distance of like ones, and of what unlike ones lack to a distance of one. */
const contrast = (tf: Tf, model: tfjs.LayersModel, x: tfjs.Tensor, y: tfjs.Tensor): tfjs.Scalar => {
  const [a, b] = pairs(forward(model, x));
  const [left, right] = pairs(y);
  const like = left.mul(right).sum(1);
  const distance = a.sub(b).square().sum(1).add(1e-6).sqrt();
  const apart = tf.relu(tf.sub(1, distance)).square();
  return like.mul(distance.square()).add(tf.sub(1, like).mul(apart)).mean().asScalar();
};

export const oddLosses = healthy([
  {
    // Counts by one-hot hour and weather: Poisson deviance, which stays near one.
    name: 'p-ok-poisson-one-hot',
    heldOut: true,
    loop: 'fit',
    build: (tf, seed) => {
      const random = new Random(seed);
      const examples = 640;
      const hours = Array.from({ length: examples }, () => random.integer(12));
      const skies = Array.from({ length: examples }, () => random.integer(4));
      const counts = hours.map((hour, at) => {
        const rate = Math.exp(1.2 + 0.8 * Math.sin(hour / 2) + 0.3 * (skies[at] ?? 0));
        let count = 0;
        for (let product = random.uniform(); product > Math.exp(-rate); product *= random.uniform()) count++;
        return count;
      });
      const model = mlp(tf, [16, 16, 1], {
        hidden: { activation: 'selu', kernelInitializer: 'leCunNormal' },
      });
      regressor(model, tf.train.adam(0.01), (truth: tfjs.Tensor, logRate: tfjs.Tensor) => {
        const best = truth.mul(truth.maximum(1e-7).log()).sub(truth);
        return best.sub(truth.mul(logRate).sub(logRate.exp())).mul(2).mean();
      });
      const xs = tf.concat([oneHot(tf, hours, 12), oneHot(tf, skies, 4)], 1);
      return fitting(model, { xs, ys: tf.tensor2d(counts, [examples, 1]) }, { epochs: 16 });
    },
  },
  {
    // Exclusive or of three signs: the loss stays where it began for a long while, then falls.
    name: 'p-ok-plateau-parity',
    heldOut: true,
    loop: 'trainOnBatch',
    build: (tf, seed) => {
      const random = new Random(seed);
      const bits = Array.from({ length: 1024 * 5 }, () => (random.uniform() < 0.5 ? -1 : 1));
      const xs = tf.tensor2d(bits, [1024, 5]);
      const flips = tf.tensor2d(
        Array.from({ length: 1024 }, () => (random.uniform() < 0.03 ? -1 : 1)),
        [1024, 1],
      );
      const ys = xs.slice([0, 0], [-1, 3]).prod(1, true).mul(flips).add(1).div(2);
      const model = mlp(tf, [5, 24, 1], { hidden: { activation: 'tanh' }, out: { activation: 'sigmoid' } });
      regressor(model, tf.train.adam(0.005), 'binaryCrossentropy');
      return onBatches(tf, model, { xs, ys }, { steps: 450 });
    },
  },
  {
    // A siamese network: its loss is a distance, and no layer is an output layer by its looks.
    name: 'p-ok-siamese-contrastive',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const { train, test } = split(clusters(tf, seed, { examples: 2048, features: 10, spread: 0.9 }), 1920);
      const model = mlp(tf, [10, 20, 3], { out: { useBias: false } });
      const loss = (x: tfjs.Tensor, y: tfjs.Tensor) => contrast(tf, model, x, y);
      const evaluate = () => {
        const parts = [0, 1, 2, 3].map((part) => batchOf(test, part));
        return tf.addN(parts.map(({ xs: [x], ys: [y] }) => loss(x as tfjs.Tensor, y as tfjs.Tensor))).div(4);
      };
      return custom(tf, tf.train.adam(0.004), model, train, {
        steps: 360,
        loss,
        evaluate: evaluate as () => tfjs.Scalar,
      });
    },
  },
  {
    // A GRU whose gradients are cut to a common norm of one, by hand, which happens often in the beginning.
    name: 'p-ok-gru-clipped-by-hand',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const data = sines(tf, seed, { examples: 640, length: 6, noise: 0.15, classes: 3 });
      const model = tf.sequential();
      model.add(tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }));
      model.add(tf.layers.dense({ name: 'out', units: 3 }));
      const optimizer = tf.train.adam(0.02);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          const variables = trainables(model);
          for (let step = 0; step < 260; step++) {
            const loss = tf.tidy(() => {
              const { xs, ys } = batchOf(data, step);
              const [x, y] = [xs[0] as tfjs.Tensor, ys[0] as tfjs.Tensor];
              const { value, grads } = optimizer.computeGradients(
                () => crossEntropy(tf, y, forward(model, x)),
                variables,
              );
              const norm = tf.addN(Object.values(grads).map((grad) => grad.square().sum())).sqrt();
              const factor = tf.minimum(1, tf.div(1, norm.add(1e-6)));
              optimizer.applyGradients(
                Object.fromEntries(Object.entries(grads).map(([name, grad]) => [name, grad.mul(factor)])),
              );
              return value;
            });
            vitals?.step({ loss, examples: 32 });
            loss.dispose();
            await rest(step);
          }
        },
      };
    },
  },
  {
    // Four small batches for each step, and weights that are shrunk by hand after it.
    name: 'p-ok-accumulation-weight-decay',
    heldOut: true,
    loop: 'custom',
    build: (tf, seed) => {
      const data = teacher(tf, seed, { examples: 1024, noise: 0.1 });
      const model = mlp(tf, [8, 24, 1], { hidden: { activation: 'sigmoid' } });
      const optimizer = tf.train.adam(0.02);
      return {
        target: optimizer,
        model,
        train: async (vitals) => {
          const variables = trainables(model);
          for (let step = 0; step < 300; step++) {
            const loss = tf.tidy(() => {
              const parts = [0, 8, 16, 24].map((from) => {
                const { xs, ys } = batchOf(data, step);
                const part = (tensor: tfjs.Tensor | undefined) => (tensor as tfjs.Tensor).slice(from, 8);
                return tf.variableGrads(
                  () => tf.losses.meanSquaredError(part(ys[0]), forward(model, part(xs[0]))).asScalar(),
                  variables,
                );
              });
              const mean = (tensors: tfjs.Tensor[]) => tf.addN(tensors).div(parts.length);
              const names = variables.map(({ name }) => name);
              optimizer.applyGradients(
                names.map((name) => ({
                  name,
                  tensor: mean(parts.map(({ grads }) => grads[name] as tfjs.Tensor)),
                })),
              );
              for (const weights of variables) {
                if (weights.rank > 1) weights.assign(weights.mul(1 - 0.02 * 0.01));
              }
              return mean(parts.map(({ value }) => value)).asScalar();
            });
            vitals?.step({ loss, examples: 32 });
            loss.dispose();
            await rest(step);
          }
        },
      };
    },
  },
]);
