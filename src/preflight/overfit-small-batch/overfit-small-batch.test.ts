import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { examined } from '../examined.js';
import { models } from './overfit-small-batch.models.js';

const ID = 'overfit-small-batch';
const built = (name: RegExp) => {
  const example = [...models.passing, ...models.failing].find((each) => name.test(each.name));
  if (!example) throw new Error(`no model ${name}`);
  return example.build(tf);
};
/** Losses of each attempt, by its name. */
const attemptsOf = ({ pictures: [picture] }: Awaited<ReturnType<typeof examined>>) =>
  picture?.kind === 'lines' ? picture.lines.map(({ name, points }) => ({ name, steps: points.length })) : [];

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('stops as soon as the verdict is clear, with the optimizer of the model', async () => {
  const attempts = attemptsOf(await examined(ID, built(/^a classifier$/), { seconds: 100 }));
  expect(attempts.map(({ name }) => name)).toEqual(['Adam at 0.01']);
  expect(attempts[0]?.steps).toBeLessThan(150);
});

test('a rate that does not fit is another check: Adam takes over, and it says so', async () => {
  const report = await examined(ID, built(/far too low/), { seconds: 100 });
  expect(attemptsOf(report).map(({ name }) => name)).toEqual(['SGD at 1e-6', 'Adam at 0.003']);
  expect(report.message).toMatch(/Adam at 0\.003; with SGD at 1e-6 it had come to \d/);
});

test('where its time is over before there is a verdict, nothing is decided, and it says so', async () => {
  const report = await examined(ID, built(/embedding/), { seconds: 0.1 });
  expect(report).toMatchObject({ verdict: 'skipped', cutShort: true });
  expect(report.message).toMatch(/^Not decided in its time: loss \S+ after \d+ steps/);
  expect(report.advice).toMatch(/more seconds/);
});

describe('what is left of the loss', () => {
  test('is counted from predicting the mean: a regression far from zero is not memorized by its offset', async () => {
    const { xs, ys } = built(/regression far from zero/);
    const model = tf.sequential({
      layers: [
        tf.layers.dense({
          name: 'closed',
          units: 1,
          inputShape: [8],
          trainable: false,
          kernelInitializer: 'zeros',
        }),
        tf.layers.dense({ name: 'offset', units: 1, kernelInitializer: 'zeros' }),
      ],
    });
    model.compile({ optimizer: tf.train.adam(1), loss: 'meanSquaredError' });
    const report = await examined(ID, { model, xs, ys }, { seconds: 100 }, { smallBatch: 2 });
    expect(report.verdict, report.message).toBe('fail');
    expect(report.value).toBeGreaterThan(0.9);
  });

  test('of a model that was trained before, is next to nothing at once', async () => {
    const subject = built(/^a classifier$/);
    for (let step = 0; step < 300; step++)
      await subject.model.trainOnBatch(subject.xs as tf.Tensor, subject.ys as tf.Tensor);
    const report = await examined(ID, subject, { seconds: 100 });
    expect(report.verdict, report.message).toBe('pass');
    expect(attemptsOf(report)[0]?.steps).toBeLessThan(20);
  });
});

test('labels that are all the same are soon predicted; that alone is no proof', async () => {
  const subject = built(/all weights zero/);
  const ys = tf.oneHot(tf.fill([64], 2, 'int32'), 4).toFloat();
  const { message } = await examined(ID, { ...subject, ys }, { seconds: 100, left: 0.000001 });
  expect(message).toMatch(/loss (0|1e-|\d\.?\d*e-)/);
});

test('the limit is the caller’s to move: what is left at the end is below it, and was not before', async () => {
  for (const left of [0.5, 0.01]) {
    const { value, limit, verdict } = await examined(ID, built(/^a classifier$/), { seconds: 100, left });
    expect([verdict, limit]).toEqual(['pass', left]);
    expect(value).toBeLessThanOrEqual(left);
    expect(value).toBeGreaterThan(left / 2);
  }
});

test('says the same twice', async () => {
  const once = async () => {
    const { message, value, pictures } = await examined(ID, built(/dropout, noise/), { seconds: 100 });
    return { message, value, pictures };
  };
  expect(await once()).toEqual(await once());
});
