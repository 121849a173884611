import { clusters, digits, split } from '../data.js';
import { fitting, fittingDataset, onBatches } from '../loops.js';
import { classifier, cnn, mlp, regressor } from '../networks.js';
import { sick } from '../run.js';
import { friedman, houses, labelsOf, standardised, swings, walks, withCells } from './part2-data.js';
import { stack } from './part2-networks.js';

/** Once a weight is NaN, the network says nothing any more. */
const lost = [
  'loss-nonfinite',
  'loss-not-improving',
  'loss-diverging',
  'class-collapse',
  'dead-relu',
  'variable-not-training',
  'vanishing-gradient',
];

export const inputsNonfinite = sick('inputs-nonfinite', [
  {
    name: 'h-nan-empty-cells',
    heldOut: true,
    loop: 'fit',
    mistake: 'Empty cells of a CSV file were parsed to NaN: three of 512 houses have no year.',
    alsoAllowed: lost,
    build(tf, seed) {
      const { xs, ys } = houses(tf, seed);
      const gaps = withCells(
        tf,
        standardised(xs),
        [
          [37, 2],
          [208, 2],
          [455, 2],
        ],
        Number.NaN,
      );
      const model = mlp(tf, [4, 24, 12, 1], { hidden: { activation: 'swish' } });
      return fitting(regressor(model, tf.train.rmsprop(0.003)), { xs: gaps, ys }, { epochs: 18 });
    },
  },
  {
    name: 'h-nan-log-of-nothing',
    heldOut: true,
    loop: 'fitDataset',
    backend: 'wasm',
    mistake: 'The logarithm of a sensor that read 0 in four sequences is -Infinity.',
    alsoAllowed: lost,
    build(tf, seed) {
      const { xs, ys } = walks(tf, seed, { examples: 448, length: 8, channels: 2 });
      const gaps = withCells(
        tf,
        xs,
        [
          [170, 5],
          [233, 9],
          [301, 1],
          [420, 15],
        ],
        Number.NEGATIVE_INFINITY,
      );
      const model = stack(
        tf,
        tf.layers.gru({ name: 'memory', units: 8, inputShape: [8, 2] }),
        tf.layers.dense({ name: 'out', units: 3, activation: 'softmax' }),
      );
      return fittingDataset(tf, classifier(model, tf.train.adam(0.005)), { xs: gaps, ys }, { epochs: 18 });
    },
  },
  {
    name: 'h-nan-targets',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The target is a ratio of two columns, and in two rows both were 0.',
    alsoAllowed: lost,
    build(tf, seed) {
      const { xs, ys } = friedman(tf, seed, { examples: 480 });
      const model = regressor(
        mlp(tf, [10, 32, 1], { hidden: { activation: 'tanh' } }),
        tf.train.adamax(0.005),
        'meanAbsoluteError',
      );
      return onBatches(
        tf,
        model,
        {
          xs,
          ys: withCells(
            tf,
            ys,
            [
              [330, 0],
              [391, 0],
            ],
            Number.NaN,
          ),
        },
        { steps: 300 },
      );
    },
  },
  {
    name: 'h-nan-broken-pixel',
    heldOut: true,
    loop: 'fit',
    backend: 'wasm',
    mistake: 'A division by the shutter time made one pixel of five digits infinite.',
    alsoAllowed: lost,
    async build(tf) {
      const { train } = await digits(tf, 1200);
      const cells = [
        [101, 400],
        [480, 400],
        [733, 401],
        [951, 372],
        [1102, 400],
      ] as const;
      const xs = withCells(tf, train.xs, cells, Number.POSITIVE_INFINITY);
      const model = cnn(tf, [28, 28, 1], [6, 12], 10, { conv: { kernelSize: 4, strides: 3 } });
      return fitting(
        classifier(model, tf.train.momentum(0.02, 0.9), 'sparseCategoricalCrossentropy'),
        { xs, ys: labelsOf(train.ys) },
        { epochs: 7 },
      );
    },
  },
  {
    name: 'h-nan-late-file',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The last of several files has NaN where a value is missing; it is reached after 120 steps.',
    alsoAllowed: lost,
    build(tf, seed) {
      const { xs, ys } = clusters(tf, seed, { examples: 8192, features: 6, classes: 4 });
      const rows = Array.from({ length: 12 }, (_, index) => [32 * 120 + 37 * index, index % 6] as const);
      const model = mlp(tf, [6, 20, 4], {
        hidden: { activation: 'sigmoid' },
        out: { activation: 'softmax' },
      });
      return onBatches(
        tf,
        classifier(model, tf.train.sgd(0.3)),
        { xs: withCells(tf, xs, rows, Number.NaN), ys },
        { steps: 256 },
      );
    },
  },
  {
    name: 'h-nan-validation-is-clean',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'A ratio of two columns overflows to Infinity in one row of the training file.',
    alsoAllowed: lost,
    build(tf, seed) {
      const { train, test } = split(swings(tf, seed, { examples: 544 }), 416);
      const xs = withCells(tf, train.xs, [[251, 3]], Number.POSITIVE_INFINITY).reshape([-1, 12]);
      const model = mlp(tf, [12, 24, 1], { hidden: { activation: 'elu' } });
      return fittingDataset(
        tf,
        regressor(model, tf.train.adagrad(0.05)),
        { xs, ys: train.ys },
        { epochs: 20, validation: { xs: test.xs.reshape([-1, 12]), ys: test.ys } },
      );
    },
  },
]);
