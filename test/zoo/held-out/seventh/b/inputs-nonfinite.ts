import { fitting, fittingDataset } from '../../../loops.js';
import { classifier, cnn, mlp, regressor } from '../../../networks.js';
import { sick } from '../../../run.js';
import { onEach } from '../../loops.js';
import { withCells } from '../../part2-data.js';
import { stack } from '../../part2-networks.js';
import { counts, drawings, tanks } from './data.js';

/** The first such batch goes into the weights. */
const alsoAllowed = ['loss-nonfinite'];

export const inputsNonfinite = sick('inputs-nonfinite', [
  {
    name: 'z-nonfinite-log-of-none',
    heldOut: true,
    loop: 'fit',
    mistake: 'Counts are taken as their logarithms, and some of them are 0.',
    alsoAllowed,
    build(tf, seed) {
      const { counts: rows, cost } = counts(seed);
      const logs = rows.map((row) => row.map((count) => Math.log(count) - 0.8));
      const model = mlp(tf, [6, 24, 12, 1], { hidden: { activation: 'tanh' } });
      return fitting(
        regressor(model, tf.train.adam(0.004)),
        { xs: tf.tensor2d(logs), ys: tf.tensor2d(cost) },
        { epochs: 16 },
      );
    },
  },
  {
    name: 'z-nonfinite-blank-drawings',
    heldOut: true,
    loop: 'fitDataset',
    mistake: 'Each drawing is divided by its own deviation, and one in eighty is a blank sheet: 0 over 0.',
    alsoAllowed,
    build(tf, seed) {
      const { xs, ys } = drawings(tf, seed, { examples: 480 });
      const sheet = tf.tensor1d(Array.from({ length: 480 }, (_, at) => Number(at % 80 !== 47)));
      const scanned = xs.mul(sheet.reshape([480, 1, 1, 1]));
      const centred = scanned.sub(scanned.mean([1, 2, 3], true));
      const scaled = centred.div(centred.square().mean([1, 2, 3], true).sqrt());
      const model = cnn(tf, [9, 9, 1], [4], 4, { conv: { activation: 'tanh' } });
      return fittingDataset(
        tf,
        classifier(model, tf.train.momentum(0.02, 0.9)),
        { xs: scaled, ys },
        { epochs: 16 },
      );
    },
  },
  {
    name: 'z-nonfinite-gauge-fails',
    heldOut: true,
    loop: 'trainOnBatch',
    mistake: 'The stream of readings brings a NaN as soon as a gauge of the tank fails, after 140 batches.',
    alsoAllowed,
    onset: 141,
    build(tf, seed) {
      const { xs, ys } = tanks(tf, seed, { examples: 7200 });
      // Twelve numbers an example: the gauge of the outflow, at the last moment of some of them.
      const cells = Array.from({ length: 130 }, (_, k) => [140 * 24 + 5 + 29 * k, 11] as const);
      const failing = withCells(tf, xs, cells, Number.NaN);
      const model = stack(
        tf,
        tf.layers.simpleRNN({ name: 'memory', units: 12, inputShape: [6, 2] }),
        tf.layers.dense({ name: 'level', units: 1 }),
      );
      return onEach(
        tf,
        regressor(model, tf.train.rmsprop(0.003), 'meanAbsoluteError'),
        (step) => ({ xs: failing.slice(24 * step, 24), ys: ys.slice(24 * step, 24) }),
        { steps: 300 },
      );
    },
  },
]);
