import { clusters, sines, split, teacher } from '../../data.js';
import { fitting, fittingDataset } from '../../loops.js';
import { classifier, mlp, regressor } from '../../networks.js';
import { healthy } from '../../run.js';
import { onEach, rows } from '../loops.js';
import { stack, through } from '../part2-networks.js';
import { beats, tanks } from '../seventh/a/data.js';
import { direction, dot, made, normals } from './data.js';

/** Networks whose values, weights or gradients are small, sparse or noisy by design. */
export const shapes = healthy([
  {
    name: 'e-ok-branches-that-begin-at-0',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Each branch ends in a layer of zeros: in the first step only these layers have gradients.
      const data = teacher(tf, seed, { examples: 640, features: 10, noise: 0.1 });
      const input = tf.input({ shape: [10], name: 'features' });
      let x = through(tf.layers.dense({ name: 'stem', units: 20 }), input);
      for (let block = 1; block <= 4; block++) {
        const inner = tf.layers.dense({
          name: `inner${block}`,
          units: 20,
          activation: 'relu',
          kernelInitializer: 'heNormal',
        });
        const last = tf.layers.dense({ name: `last${block}`, units: 20, kernelInitializer: 'zeros' });
        x = through(tf.layers.add({ name: `sum${block}` }), [x, through(last, through(inner, x))]);
      }
      const out = tf.layers.dense({ name: 'out', units: 1 });
      const model = tf.model({ inputs: input, outputs: through(out, x) });
      return fitting(regressor(model, tf.train.adam(0.002)), data, { epochs: 14 });
    },
  },
  {
    name: 'e-ok-orthogonal-memory',
    heldOut: true,

    loop: 'trainOnBatch',
    backend: 'wasm',
    build(tf, seed) {
      const data = tanks(tf, seed, { length: 8, noise: 0.1, examples: 640 });
      const model = stack(
        tf,
        tf.layers.simpleRNN({
          name: 'memory',
          units: 16,
          recurrentInitializer: 'orthogonal',
          inputShape: [8, 2],
        }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      regressor(model, tf.train.adam(0.006));
      return onEach(tf, model, (step) => rows(data, step), { steps: 260 });
    },
  },
  {
    name: 'e-ok-most-units-rest',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Offsets below 0 keep each unit silent for most examples, and none for all; a few inputs lie far out.
      const weights = direction(seed, 8);
      const data = made(tf, seed, 720, (random) => {
        const x = normals(random, 8).map((value) => (random.uniform() < 0.004 ? 4 * value : value));
        const score = dot(weights, x);
        return [x, [Math.abs(score) + 0.5 * Math.max(0, x[0] ?? 0) - 1 + 0.1 * random.normal()]];
      });
      const model = mlp(tf, [8, 48, 1], {
        hidden: { kernelInitializer: 'heNormal', biasInitializer: tf.initializers.constant({ value: -0.6 }) },
      });
      return fitting(regressor(model, tf.train.adam(0.005)), data, { epochs: 16, batchSize: 40 });
    },
  },
  {
    name: 'e-ok-sheds-useless-weights',
    heldOut: true,

    loop: 'fit',
    build(tf, seed) {
      // Four of twenty features matter. The absolute weights cost a little: those of the others go to 0.
      const data = made(tf, seed, 640, (random) => {
        const x = normals(random, 20);
        const [a = 0, b = 0, c = 0, d = 0] = x;
        return [x, [Math.tanh(a + b) + 0.8 * c - 0.6 * d + 0.2 * random.normal()]];
      });
      const model = mlp(tf, [20, 12, 1], {
        hidden: { activation: 'tanh', kernelRegularizer: tf.regularizers.l1({ l1: 0.0008 }) },
        out: { kernelConstraint: tf.constraints.maxNorm({ maxValue: 2 }) },
      });
      return fitting(regressor(model, tf.train.adam(0.008)), data, { epochs: 18 });
    },
  },
  {
    name: 'e-ok-noise-on-its-inputs',
    heldOut: true,

    loop: 'fitDataset',
    build(tf, seed) {
      // Noise and dropout while it trains, none while it is validated: validation is better all along.
      const { train, test } = split(clusters(tf, seed, { examples: 1000, spread: 1.6, classes: 4 }), 800);
      const model = stack(
        tf,
        tf.layers.gaussianNoise({ name: 'noise', stddev: 0.4, inputShape: [8] }),
        tf.layers.dense({ name: 'hidden', units: 32, activation: 'elu' }),
        tf.layers.dropout({ name: 'drop', rate: 0.3 }),
        tf.layers.dense({
          name: 'out',
          units: 4,
          activation: 'softmax',
          kernelConstraint: tf.constraints.unitNorm({ axis: 0 }),
        }),
      );
      classifier(model, tf.train.adam(0.006));
      return fittingDataset(tf, model, train, { epochs: 10, validation: test });
    },
  },
  {
    name: 'e-ok-drops-whole-channels',
    heldOut: true,

    loop: 'fit',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(beats(tf, seed, { examples: 680 }), 480);
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
        tf.layers.spatialDropout1d({ name: 'drop', rate: 0.2 }),
        tf.layers.flatten({ name: 'flat' }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fitting(classifier(model, tf.train.adam(0.01)), train, { epochs: 14, validation: test });
    },
  },
  {
    name: 'e-ok-forecasts-by-gates',
    heldOut: true,

    loop: 'fitDataset',
    backend: 'wasm',
    build(tf, seed) {
      const { train, test } = split(sines(tf, seed, { examples: 480, length: 6, noise: 0.1 }), 384);
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [6, 1] }),
        tf.layers.dense({ name: 'out', units: 1 }),
      );
      regressor(model, tf.train.adam(0.015));
      return fittingDataset(tf, model, train, { epochs: 14, validation: test });
    },
  },
]);
