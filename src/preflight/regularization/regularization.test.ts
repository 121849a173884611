import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { examined } from '../examined.js';
import type { Subject } from '../subject.js';
import { models } from './regularization.models.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Two inputs of one, a target of one, weights of three: the loss is 25, its gradient 10, the penalty 18·l2. */
function known(l2: number | undefined, trainable = true): Subject {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({
        name: 'out',
        units: 1,
        useBias: false,
        inputShape: [2],
        trainable,
        kernelInitializer: tf.initializers.constant({ value: 3 }),
        ...(l2 !== undefined && { kernelRegularizer: tf.regularizers.l2({ l2 }) }),
      }),
    ],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return { model, xs: tf.ones([8, 2]), ys: tf.ones([8, 1]) };
}

const checkOf = (subject: Subject, settings: Record<string, number> = {}) =>
  examined('regularization', subject, settings);

test('a model without regularizers has nothing to decide', async () => {
  const { verdict, message } = await checkOf(known(undefined));
  expect(verdict).toBe('skipped');
  expect(message).toMatch(/has no penalty/);
});

test('the numbers are those of the formula: pull 2·l2·w over 2·(y − t)·x', async () => {
  const { verdict, value, message } = await checkOf(known(0.1));
  expect(verdict).toBe('pass');
  expect(value).toBeCloseTo((2 * 0.1 * 3) / 10, 5);
  expect(message).toMatch(
    /penalty is 1\.8, 0\.072 times the data loss.*from 25 without it to 26\.8, and to 43 at ten/,
  );
});

test('the remedy makes the penalty a tenth of the data loss', async () => {
  const { verdict, message, advice } = await checkOf(known(5));
  expect(verdict).toBe('fail');
  expect(message).toMatch(/90, 3\.6 times the data loss of 25 \(limit 1\); it pulls 3 times as hard/);
  // 2.5 / 18 = 0.139, as 5 / 36.
  expect(advice).toMatch(/Here l2 of about 0\.1 \(÷36\) would make the penalty a tenth of the data loss\.$/);
});

describe('limits', () => {
  const beyond = { share: 3.59, pull: 2.99 };
  test.each([
    { name: 'share and pull beyond', limits: beyond, verdict: 'fail' },
    { name: 'a share just under its limit', limits: { ...beyond, share: 3.61 }, verdict: 'pass' },
    { name: 'a pull just under its limit', limits: { ...beyond, pull: 3.01 }, verdict: 'pass' },
  ])('$name', async ({ limits, verdict }) => {
    expect((await checkOf(known(5), limits)).verdict).toBe(verdict);
  });
});

test('draws the loss at no, plain and tenfold strength', async () => {
  const [picture] = (await checkOf(known(0.1))).pictures;
  if (picture?.kind !== 'bars') throw new Error('no bars');
  expect(picture.bars.map(({ name }) => name)).toEqual(['none', '×1', '×10']);
  for (const [index, loss] of [25, 26.8, 43].entries())
    expect(picture.bars[index]?.value).toBeCloseTo(loss, 4);
});

test.each([
  'a mild L2',
  'an L2 of 1',
  'a regularizer with the wrong sign',
])('%s: the same verdict twice, no tensor, and the weights bit for bit', async (name) => {
  const subject = [...models.passing, ...models.failing].find((each) => each.name === name)?.build(tf);
  if (!subject) throw new Error(`no model "${name}"`);
  const weights = () => subject.model.getWeights().map((each) => Array.from(each.dataSync()));
  const before = weights();
  await checkOf(subject);
  const tensors = tf.memory().numTensors;
  const [first, second] = [await checkOf(subject), await checkOf(subject)];
  expect(tf.memory().numTensors).toBe(tensors);
  expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
  expect(weights()).toEqual(before);
});

test('a data loss without a gradient is nothing to compare with', async () => {
  const subject = known(0.1);
  subject.model.compile({
    optimizer: 'sgd',
    loss: (_: tf.Tensor, output: tf.Tensor) => output.mul(0).add(1).mean(-1),
  });
  const { verdict, message } = await checkOf(subject);
  expect(verdict).toBe('skipped');
  expect(message).toMatch(/no gradient/);
});
