import { expect, test } from 'vitest';
import { Feed } from './feed.js';

const counts = (labels: readonly number[], predicted: readonly number[]) => ({
  'classExamples a': labels[0] ?? 0,
  'classExamples b': labels[1] ?? 0,
  'classPredicted a': predicted[0] ?? 0,
  'classPredicted b': predicted[1] ?? 0,
});

test('imbalance is told after 500 labels', () => {
  const feed = new Feed();
  feed.train(counts([450, 49], [0, 0]));
  expect(feed.signs.store.get('classImbalance')).toBeUndefined();
  feed.train(counts([475, 25], [0, 0]));
  expect(feed.signs.store.get('classImbalance')).toBe(19);
});

test('a class that was never seen counts as seen once', () => {
  const feed = new Feed();
  feed.train(counts([500, 0], [0, 0]));
  expect(feed.signs.store.get('classImbalance')).toBe(500);
});

test('excess is 1 when everything is predicted as one class, whatever its share of the labels', () => {
  for (const share of [0.5, 0.9]) {
    const feed = new Feed();
    for (let step = 0; step <= 16; step++)
      feed.train(counts([step * 32 * share, step * 32 * (1 - share)], [step * 32, 0]));
    expect(feed.signs.store.get('classPredictionExcess')).toBeCloseTo(1);
  }
});

test('excess is 0 when predictions are spread as the labels are', () => {
  const feed = new Feed();
  for (let step = 0; step <= 16; step++) feed.train(counts([step * 24, step * 8], [step * 24, step * 8]));
  expect(feed.signs.store.get('classPredictionExcess')).toBe(0);
});

test('only the last 512 predictions count', () => {
  const feed = new Feed();
  let [a, b] = [0, 0];
  for (let step = 0; step < 40; step++) {
    if (step < 20) a += 32;
    else b += 32;
    feed.train(counts([step * 16, step * 16], [a, b]));
  }
  expect(feed.signs.store.get('classPredictionExcess')).toBeCloseTo(1);
});

test('a network that says one class for all of a batch has collapsed, whichever it says', () => {
  const feed = new Feed();
  let [a, b] = [0, 0];
  for (let step = 0; step < 40; step++) {
    if (step % 2 === 0) a += 32;
    else b += 32;
    feed.train(counts([step * 16, step * 16], [a, b]));
  }
  expect(feed.signs.store.get('classPredictionExcess')).toBeCloseTo(1);
});

test('batches of one class each that are told right are no collapse, nor are batches of two', () => {
  for (const size of [32, 2]) {
    const feed = new Feed();
    let [a, b] = [0, 0];
    for (let step = 0; step < 1200; step++) {
      if (step % 2 === 0) a += size;
      else b += size;
      // Of the small ones every other is told wrong.
      feed.train(counts([a, b], size === 2 && step % 4 > 1 ? [b, a] : [a, b]));
    }
    expect(feed.signs.store.get('classPredictionExcess')).toBeLessThan(0.6);
  }
});

test('of rare measurements those of the last 128 steps are enough', () => {
  const feed = new Feed();
  const excess = () => feed.signs.store.get('classPredictionExcess');
  for (let measured = 0; measured <= 8; measured++) {
    expect(excess()).toBeUndefined();
    while (feed.step % 16 !== 0) feed.train({}, false);
    feed.train(counts([measured * 16, measured * 16], [measured * 32, 0]));
  }
  expect(excess()).toBeCloseTo(1);
});

test('of a handful of predictions, over however many steps, nothing is said', () => {
  const feed = new Feed();
  for (let step = 0; step < 127; step++) feed.train(counts([step / 2, step / 2], [step, 0]));
  expect(feed.signs.store.get('classPredictionExcess')).toBeUndefined();
});
