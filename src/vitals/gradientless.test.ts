import { expect, test } from 'vitest';
import { Feed, layoutOf } from './feed.js';

const labels = { layer: 'a', variable: 'kernel' };
const received = (value: number) => ({ 'layerGradientReceived a kernel': value });

test('counts the steps without a gradient from the first one on', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  for (let step = 0; step < 5; step++) feed.train(received(0));
  expect(feed.signs.store.get('gradientlessSteps', labels)).toBe(5);
  feed.train(received(1));
  expect(feed.signs.store.get('gradientlessSteps', labels)).toBe(0);
  feed.train(received(0));
  expect(feed.signs.store.get('gradientlessSteps', labels)).toBe(1);
});

test('counts steps, not measurements', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  for (let step = 0; step < 33; step++) feed.train(step % 16 === 0 ? received(0) : {}, step % 16 === 0);
  expect(feed.signs.store.get('gradientlessSteps', labels)).toBe(33);
});

test('a variable that was frozen waits for no gradient', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  feed.train(received(0));
  feed.train({});
  expect(feed.signs.store.get('gradientlessSteps', labels)).toBeUndefined();
});
