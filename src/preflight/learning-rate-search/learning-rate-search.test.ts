import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { examined } from '../examined.js';
import { kinds } from './learning-rate-search.models.js';

const ID = 'learning-rate-search';
const line = (optimizer: tf.Optimizer | string = tf.train.sgd(0.01)) =>
  kinds['linear regression'](tf, optimizer);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('goes from large to small by a factor of 3, then between the last two, and advises half of the largest', async () => {
  const { learningRate } = await examined(ID, line(), { seconds: 100 });
  const { curve, largest, advised, compiled } = learningRate ?? {
    curve: [],
    largest: null,
    advised: null,
    compiled: null,
  };
  const rates = curve.map(({ rate }) => rate);
  expect(rates).toEqual([...rates].sort((a, b) => b - a));
  expect(rates.slice(0, 4).map((rate) => rate * 3 ** rates.indexOf(rate))).toEqual(
    [10, 10, 10, 10].map((rate) => expect.closeTo(rate, 6)),
  );
  const held = curve.filter(({ verdict }) => verdict === 'held');
  expect(largest).toBe(Math.max(...held.map(({ rate }) => rate)));
  const above = Math.min(...rates.filter((rate) => rate > (largest ?? 0)));
  expect(above / (largest ?? 0)).toBeLessThanOrEqual(1.35);
  expect(advised).toBe((largest ?? 0) / 2);
  expect(compiled).toBe(0.01);
  // A curve begins at the same loss, whatever the rate.
  expect(new Set(curve.map(({ losses: [first] }) => first)).size).toBe(1);
});

test('of a quadratic loss the threshold is known: 2 over the largest curvature', async () => {
  const { model, xs, ys } = line();
  const { learningRate } = await examined(ID, { model, xs, ys }, { seconds: 100 });
  // The Hessian of the mean squared error of X·w + b is 2/n·[X 1]ᵀ[X 1]; its largest eigenvalue by power iteration.
  const curvature = tf.tidy(() => {
    const x = tf.concat([xs as tf.Tensor2D, tf.ones<tf.Rank.R2>([20, 1])], 1);
    let v = tf.ones<tf.Rank.R2>([x.shape[1], 1]);
    for (let step = 0; step < 500; step++) {
      const next = tf.matMul(x, tf.matMul(x, v), true) as tf.Tensor2D;
      v = next.div(next.norm());
    }
    return Number(
      tf
        .matMul(x, v)
        .square()
        .sum()
        .mul(2 / 20)
        .dataSync()[0],
    );
  });
  const ratio = (learningRate?.largest ?? 0) / (2 / curvature);
  // It grows by nothing at the threshold itself, and within 100 steps by little just above.
  expect(ratio).toBeGreaterThan(1 / 1.35);
  expect(ratio).toBeLessThan(1.1);
});

test('where its time is over it says what it knows, and that it was cut short', async () => {
  const recurrent = await examined(ID, kinds.recurrent(tf, tf.train.sgd(0.01)), { seconds: 0.1 });
  expect(recurrent.cutShort).toBe(true);
  expect(recurrent.verdict).toBe('skipped');
  expect(recurrent.message).toMatch(/^Not decided in its time: /);
});

test('a network that learns at no rate is no matter of the rate', async () => {
  const { model, xs, ys } = kinds['dense, softmax'](tf, 'sgd');
  for (const layer of model.layers)
    layer.setWeights(layer.getWeights().map((weight) => tf.zerosLike(weight)));
  // Classes of equal size: a bias alone has nothing to learn either.
  const { verdict, message } = await examined(ID, { model, xs, ys }, { seconds: 100 });
  expect(`${verdict}: ${message}`).toMatch(
    /^skipped: No rate from 10 to \S+ lowers the loss of \S+ any further: see overfit-small-batch\.$/,
  );
});

test('an optimizer of one’s own that cannot be made again is left alone', async () => {
  class Own extends tf.Optimizer {
    static className = 'OwnForTheSearch';
    applyGradients(): void {}
    getConfig() {
      return {};
    }
  }
  const { model, xs, ys } = line();
  model.compile({ optimizer: new Own(), loss: 'meanSquaredError' });
  const { verdict, message } = await examined(ID, { model, xs, ys });
  expect(`${verdict}: ${message}`).toBe('skipped: The optimizer cannot be made again at another rate.');
});

test('a larger rate than 10 is found as well', async () => {
  const { model, xs, ys } = line();
  model.compile({
    optimizer: tf.train.sgd(0.001),
    loss: (target, output) => tf.losses.meanSquaredError(target, output).mul(1e-4),
  });
  const { learningRate } = await examined(ID, { model, xs, ys }, { seconds: 100 });
  expect(learningRate?.largest).toBeGreaterThan(100);
});
