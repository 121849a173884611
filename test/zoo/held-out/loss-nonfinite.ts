import type * as tfjs from '@tensorflow/tfjs';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, mlp, regressor } from '../networks.js';
import { Random } from '../random.js';
import { sick } from '../run.js';
import { friedman, rings, waveforms } from './data.js';
import { minimizing, rows } from './loops.js';

/** NaN in the weights: nothing learns any more, and a ReLU of NaN may count as off. */
const afterwards = ['loss-not-improving', 'dead-relu', 'variable-not-training'];

export const lossNonfinite = sick('loss-nonfinite', [
  {
    name: 'h-nan-cosine-of-blank',
    heldOut: true,
    loop: 'custom',
    mistake: 'A cosine similarity divides by the length of an embedding, which is 0 for a blank example.',
    alsoAllowed: afterwards,
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { features: 12, outputs: 4 });
      const present = tf.tensor2d(
        Array.from({ length: 512 }, (_, row) => Number(row !== 476)),
        [512, 1],
      );
      const data = { xs: xs.mul(present), ys };
      const model = mlp(tf, [12, 24, 4], {
        hidden: { activation: 'tanh', useBias: false },
        out: { useBias: false },
      });
      return minimizing(tf, tf.train.adagrad(0.05), model, {
        steps: 260,
        loss: (step) => {
          const batch = rows(data, step);
          const guess = model.apply(batch.xs) as tfjs.Tensor;
          const unit = (x: tfjs.Tensor) => x.div(x.norm('euclidean', 1, true));
          return tf.sub(1, unit(guess).mul(unit(batch.ys)).sum(1).mean());
        },
      });
    },
  },
  {
    name: 'h-nan-softplus-by-hand',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'log(1 + exp(x)) written out, on inputs in millimetres: the exponential overflows.',
    alsoAllowed: [
      ...afterwards,
      'inputs-not-normalized',
      'learning-rate-too-high',
      'exploding-gradient',
      'loss-diverging',
    ],
    build(tf, seed) {
      const { xs, ys } = rings(tf, seed, { classes: 2 });
      const logistic: Parameters<typeof classifier>[2] = (truth, logits) =>
        logits.exp().add(1).log().sub(logits.mul(truth)).mean(-1);
      const model = classifier(mlp(tf, [2, 24, 2]), tf.train.rmsprop(0.001), logistic);
      return onBatches(tf, model, { xs: xs.mul(300), ys }, { steps: 250 });
    },
  },
  {
    name: 'h-nan-missing-target',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Three of 512 cells of the target column are empty: they were read as NaN.',
    alsoAllowed: [...afterwards, 'inputs-nonfinite'],
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { noise: 0.1 });
      const cells = [...ys.dataSync()].map((y, row) => ([77, 290, 401].includes(row) ? Number.NaN : y));
      const model = regressor(
        mlp(tf, [8, 24, 12, 1], { hidden: { activation: 'elu' } }),
        tf.train.adamax(0.01),
      );
      return fittingDataset(tf, model, { xs, ys: tf.tensor2d(cells, [512, 1]) }, { epochs: 16 });
    },
  },
  {
    name: 'h-nan-attention-on-nothing',
    heldOut: true,
    loop: 'custom',
    mistake: 'Attention masks padding with -Infinity: a sequence that is only padding gives 0 / 0.',
    alsoAllowed: afterwards,
    build(tf, seed) {
      const random = new Random(seed);
      // Values and whether they are real; one sequence of 640 has none that is.
      const lengths = Array.from({ length: 640 }, (_, row) => (row === 600 ? 0 : 2 + random.integer(7)));
      const series = lengths.map((length) =>
        Array.from({ length: 8 }, (_, t) => (t < length ? random.normal() : 0)),
      );
      const xs = tf.tensor2d(series);
      const ys = tf.tensor2d(series.map((row) => [Math.max(...row.map(Math.abs))]));
      const real = tf.tensor2d(
        lengths.map((length) => Array.from({ length: 8 }, (_, t) => Number(t < length))),
      );
      const glorot = tf.initializers.glorotNormal({ seed });
      const variables = {
        'keys/kernel': tf.variable(glorot.apply([1, 8])),
        'keys/bias': tf.variable(tf.zeros([8])),
        'scores/kernel': tf.variable(glorot.apply([8, 1])),
        'values/kernel': tf.variable(glorot.apply([8, 8])),
        'out/kernel': tf.variable(glorot.apply([8, 1])),
        'out/bias': tf.variable(tf.zeros([1])),
      };
      return minimizing(tf, tf.train.adam(0.005), variables, {
        steps: 250,
        loss: (step) => {
          const { xs: x, ys: y } = rows({ xs, ys }, step);
          const mask = rows({ xs: real, ys }, step).xs.log();
          const keys = x.reshape([-1, 1]).matMul(variables['keys/kernel']).add(variables['keys/bias']).tanh();
          const weights = keys.matMul(variables['scores/kernel']).reshape([-1, 8]).add(mask).softmax();
          const pooled = keys
            .matMul(variables['values/kernel'])
            .reshape([-1, 8, 8])
            .mul(weights.expandDims(2))
            .sum(1);
          const guess = pooled.matMul(variables['out/kernel'] as tfjs.Tensor).add(variables['out/bias']);
          return tf.losses.meanSquaredError(y, guess) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'h-nan-log-of-a-negative',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A squared logarithmic error by hand, on an output that nothing keeps above -1.',
    alsoAllowed: afterwards,
    build(tf, seed) {
      const { xs, ys } = waveforms(tf, seed);
      const logarithmic: Parameters<typeof regressor>[2] = (truth, guess) =>
        tf
          .log(guess.add(1))
          .sub(tf.log(truth.add(1)))
          .square()
          .mean(-1);
      const model = tf.sequential();
      const strided = { kernelSize: 3, strides: 2, activation: 'tanh' } as const;
      model.add(tf.layers.conv1d({ name: 'conv1', filters: 8, ...strided, inputShape: [16, 1] }));
      model.add(tf.layers.flatten({ name: 'flat' }));
      model.add(tf.layers.dense({ name: 'out', units: 1 }));
      // Relative changes, many of them close to -1: the output has to go near the edge.
      const changes = ys.matMul(tf.tensor2d([-0.96, -0.9, 0.5, 3], [4, 1]));
      const optimizer = tf.train.momentum(0.01, 0.9);
      return fitting(regressor(model, optimizer, logarithmic), { xs, ys: changes }, { epochs: 16 });
    },
  },
]);
