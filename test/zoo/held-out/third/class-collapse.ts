import { clusters } from '../../data.js';
import { fitting } from '../../loops.js';
import { mlp } from '../../networks.js';
import { Random } from '../../random.js';
import { sick } from '../../run.js';
import { rings, textures } from './data-b.js';
import { compiled, feeding, stacked, streaming } from './loops-b.js';

export const classCollapse = sick('class-collapse', [
  {
    name: 't-collapse-rate-kills-network',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A rate of 3 for plain gradient descent, some thirty times too much, kills the hidden layers.',
    alsoAllowed: [
      'dead-relu',
      'learning-rate-too-high',
      'loss-not-improving',
      'loss-spike',
      'vanishing-gradient',
      'variable-not-training',
    ],
    build(tf, seed) {
      const model = compiled(mlp(tf, [2, 16, 16, 12, 4], { out: { activation: 'softmax' } }), {
        optimizer: tf.train.sgd(3),
        loss: 'categoricalCrossentropy',
        metrics: ['accuracy'],
      });
      return fitting(model, rings(tf, seed, { examples: 480, classes: 4 }), { epochs: 16, batchSize: 24 });
    },
  },
  {
    name: 't-collapse-seconds-since-1970',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake:
      'Each step of a sequence carries its time in seconds since 1970, which fills the units of the GRU.',
    alsoAllowed: [
      'inputs-not-normalized',
      'saturated-activation',
      'vanishing-gradient',
      'loss-not-improving',
      'variable-not-training',
    ],
    build(tf, seed) {
      const random = new Random(seed + 41);
      const model = compiled(
        stacked(
          tf,
          tf.layers.gru({ name: 'gru', units: 8, inputShape: [8, 2] }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adam(0.005), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return feeding(tf, model, 180, () => {
        const labels = Array.from({ length: 16 }, () => random.integer(3));
        const rows = labels.map((label) => {
          const start = 1_700_000_000 + random.integer(10_000_000);
          return Array.from({ length: 8 }, (_, t) => [start + 60 * t, label - 1 + 0.4 * random.normal()]);
        });
        const ys = labels.map((label) => [0, 1, 2].map((kind) => Number(kind === label)));
        return { xs: tf.tensor3d(rows), ys: tf.tensor2d(ys) };
      });
    },
  },
  {
    name: 't-collapse-norm-of-one-unit',
    heldOut: true,
    loop: 'fit',
    mistake:
      'The layer normalisation comes after a bottleneck of one unit, whose deviation from itself is always 0.',
    alsoAllowed: ['loss-not-improving', 'vanishing-gradient', 'variable-not-training'],
    build(tf, seed) {
      const data = clusters(tf, seed, { examples: 540, features: 6, spread: 1.3, shares: [3, 2, 2] });
      const model = compiled(
        stacked(
          tf,
          tf.layers.dense({ name: 'wide', units: 14, activation: 'tanh', inputShape: [6] }),
          tf.layers.dense({ name: 'neck', units: 1 }),
          tf.layers.layerNormalization({ name: 'norm' }),
          tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
        ),
        { optimizer: tf.train.adamax(0.004), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return fitting(model, data, { epochs: 14, batchSize: 30 });
    },
  },
  {
    name: 't-collapse-all-zero-weights',
    heldOut: true,
    loop: 'fitDataset',
    mistake:
      'All weights start at zero, so that no hidden unit has a gradient and only the last bias learns.',
    alsoAllowed: ['poor-initialization', 'vanishing-gradient', 'loss-not-improving', 'variable-not-training'],
    build(tf, seed) {
      const kernelInitializer = 'zeros';
      const model = compiled(
        stacked(
          tf,
          tf.layers.conv2d({
            name: 'texture',
            filters: 6,
            kernelSize: 3,
            strides: 2,
            activation: 'tanh',
            kernelInitializer,
            inputShape: [8, 8, 1],
          }),
          tf.layers.flatten({ name: 'flat' }),
          tf.layers.dense({ name: 'hidden', units: 12, activation: 'tanh', kernelInitializer }),
          tf.layers.dense({ name: 'out', units: 4, activation: 'softmax', kernelInitializer }),
        ),
        { optimizer: tf.train.adam(0.003), loss: 'categoricalCrossentropy', metrics: ['accuracy'] },
      );
      return streaming(tf, model, textures(tf, seed, { examples: 360 }), { epochs: 14, size: 24 });
    },
  },
]);
