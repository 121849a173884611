import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { examine } from '../examine.js';
import { kinds } from './learning-rate-search.models.js';

/** Rates are this far apart in the sweep, in the search at most 1.35. */
const FACTOR = 1.25;
const STEPS = 100;

const optimizers = {
  sgd: (rate: number) => tf.train.sgd(rate),
  momentum: (rate: number) => tf.train.momentum(rate, 0.9),
  adam: (rate: number) => tf.train.adam(rate),
} as const;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The largest rate of a fine sweep after which the loss is finite and lower than at the start: tfjs alone decides it. */
async function sweep(build: (rate: number) => { model: tf.LayersModel; xs: unknown; ys: unknown }) {
  let largest = Number.NaN;
  for (let rate = 30; rate > 1e-4; rate /= FACTOR) {
    const { model, xs, ys } = build(rate);
    const losses: number[] = [];
    for (let step = 0; step < STEPS; step++)
      losses.push(Number(await model.trainOnBatch(xs as tf.Tensor, ys as tf.Tensor)));
    const [first = Number.NaN] = losses;
    const last = losses.slice(-25).reduce((sum, loss) => sum + loss, 0) / 25;
    const best = Math.min(...losses);
    if (last < 0.95 * first && last < 2 * Math.max(best, 0.1 * first)) {
      largest = rate;
      break;
    }
  }
  return largest;
}

test.each([
  ['dense, softmax', 'sgd'],
  ['dense, softmax', 'adam'],
  ['linear regression', 'sgd'],
  ['linear regression', 'momentum'],
  ['deep ReLU regression', 'sgd'],
  ['deep ReLU regression', 'momentum'],
  ['convolution with batch normalization', 'adam'],
  ['recurrent', 'adam'],
] as const)('agrees within a factor of 2 with a brute-force sweep: %s, %s', async (kind, optimizer) => {
  const expected = await sweep((rate) => kinds[kind](tf, optimizers[optimizer](rate)));
  const { model, ...data } = kinds[kind](tf, optimizers[optimizer](0.01));
  const { report } = await examine(model, { ...data, checks: onlyThis });
  const found = report.checks[0]?.learningRate?.largest ?? Number.NaN;
  expect(found / expected, `found ${found}, expected ${expected}`).toBeGreaterThan(0.5);
  expect(found / expected, `found ${found}, expected ${expected}`).toBeLessThan(2);
});

const { checks } = await import('../catalogue.js');
const onlyThis = Object.fromEntries(checks.map(({ id }) => [id, id === 'learning-rate-search']));
