import type * as tfjs from '@tensorflow/tfjs';
import { fitting } from '../../../loops.js';
import { classifier, mlp, regressor } from '../../../networks.js';
import { healthy } from '../../../run.js';
import { minimizing, onEach, rows } from '../../loops.js';
import { stack, through } from '../../part2-networks.js';
import { beats, engines, shapes, spectra, tanks } from './data.js';

/** Layers, starts and losses that look odd and are right. */
export const healthyLayers = healthy([
  {
    name: 'y-ok-deep-residual',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Ten blocks, each of which starts as a small addition to what it gets.
      const data = engines(tf, seed, { noise: 0.1 });
      const input = tf.input({ shape: [6], name: 'readings' });
      let x = through(tf.layers.dense({ name: 'in', units: 12 }), input);
      for (let number = 1; number <= 10; number++) {
        const inner = tf.layers.dense({ name: `inner${number}`, units: 12, activation: 'relu' });
        const outer = tf.layers.dense({
          name: `outer${number}`,
          units: 12,
          kernelInitializer: tf.initializers.randomNormal({ stddev: 0.08 }),
        });
        x = through(tf.layers.add({ name: `sum${number}` }), [x, through(outer, through(inner, x))]);
      }
      const out = through(tf.layers.dense({ name: 'out', units: 1 }), x);
      const model = regressor(tf.model({ inputs: input, outputs: out }), tf.train.adam(0.002));
      return onEach(tf, model, (step) => rows(data, step), { steps: 320 });
    },
  },
  {
    name: 'y-ok-sparse-code',
    heldOut: true,
    loop: 'custom',
    build(tf, seed) {
      // A light penalty keeps much of the code at zero for any one spectrum, yet each unit has its own.
      const { xs } = spectra(tf, seed);
      const code = tf.layers.dense({ name: 'code', units: 16, activation: 'relu', inputShape: [24] });
      const decoder = tf.layers.dense({ name: 'decoder', units: 24 });
      const model = stack(tf, code, decoder);
      return minimizing(tf, tf.train.adam(0.01), model, {
        steps: 360,
        loss: (step) => {
          const batch = rows({ xs, ys: xs }, step).xs;
          const hidden = code.apply(batch) as tfjs.Tensor;
          const error = tf.losses.meanSquaredError(batch, decoder.apply(hidden) as tfjs.Tensor);
          return error.add(hidden.mean().mul(0.01)) as tfjs.Scalar;
        },
      });
    },
  },
  {
    name: 'y-ok-scores-and-their-own-loss',
    heldOut: true,
    loop: 'fit',
    build(tf, seed) {
      // A linear output is right where the loss takes scores.
      const model = stack(
        tf,
        tf.layers.conv1d({
          name: 'conv',
          filters: 12,
          kernelSize: 5,
          strides: 2,
          activation: 'relu',
          inputShape: [24, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'scores', units: 3 }),
      );
      const loss: Parameters<typeof classifier>[2] = (truth: tfjs.Tensor, scores: tfjs.Tensor) =>
        tf.losses.softmaxCrossEntropy(truth, scores);
      return fitting(classifier(model, tf.train.rmsprop(0.003), loss), beats(tf, seed), { epochs: 20 });
    },
  },
  {
    name: 'y-ok-logarithms-of-counts',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      // The biases start at the logarithms of the shares, three to one, the last kernel near zero.
      const out = tf.layers.dense({
        name: 'out',
        units: 4,
        activation: 'softmax',
        kernelInitializer: tf.initializers.randomNormal({ stddev: 0.02 }),
      });
      const model = stack(
        tf,
        tf.layers.conv2d({
          name: 'conv',
          filters: 10,
          kernelSize: 3,
          strides: 2,
          activation: 'relu',
          kernelInitializer: 'heNormal',
          inputShape: [8, 8, 1],
        }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'hidden', units: 24, activation: 'relu' }),
        out,
      );
      const [kernel] = out.getWeights();
      if (!kernel) throw new Error('building: expected a kernel, found none');
      out.setWeights([kernel, tf.log(tf.tensor1d([3 / 6, 1 / 6, 1 / 6, 1 / 6]))]);
      const data = shapes(tf, seed, { shares: [3, 1, 1, 1] });
      return fitting(classifier(model, tf.train.adam(0.003)), data, { epochs: 18 });
    },
  },
  {
    name: 'y-ok-open-forget-gates',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // Forget gates start open, as is the default.
      const data = tanks(tf, seed, { length: 5, noise: 0.15 });
      const model = stack(
        tf,
        tf.layers.lstm({ name: 'memory', units: 10, unitForgetBias: true, inputShape: [5, 2] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      const huber: Parameters<typeof regressor>[2] = (truth, guess) => tf.losses.huberLoss(truth, guess);
      return onEach(tf, regressor(model, tf.train.adam(0.012), huber), (step) => rows(data, step), {
        steps: 260,
      });
    },
  },
  {
    name: 'y-ok-one-harder-batch',
    heldOut: true,
    loop: 'trainOnBatch',
    build(tf, seed) {
      // One batch of four hundred has a few more noisy targets than the others.
      const data = engines(tf, seed, { noise: 0.3 });
      const model = mlp(tf, [6, 20, 1], {
        hidden: { activation: 'relu', kernelRegularizer: tf.regularizers.l2({ l2: 1e-3 }) },
      });
      return onEach(
        tf,
        regressor(model, tf.train.adagrad(0.08)),
        (step) => {
          const { xs, ys } = rows(data, step);
          const deviation = step === 230 ? 0.15 : 0;
          return { xs, ys: ys.add(tf.randomNormal(ys.shape, 0, deviation, 'float32', seed)) };
        },
        { steps: 400 },
      );
    },
  },
]);
