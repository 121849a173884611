import { expect, test } from 'vitest';
import { Feed } from './feed.js';

test('is the median of recent steps, of which the last one may still be reported on', () => {
  const feed = new Feed();
  feed.train({ stepOwnTime: 1 });
  expect(feed.signs.store.get('stepOwnTimeTypical')).toBeUndefined();
  for (const seconds of [2, 30, 4]) feed.train({ stepOwnTime: seconds });
  expect(feed.signs.store.get('stepOwnTimeTypical')).toBe(2);
});

test('what the loop says of a step counts more than what was seen of it', () => {
  const feed = new Feed();
  for (let step = 0; step < 40; step++) {
    feed.train({ stepOwnTime: 5 });
    feed.send('report', { stepOwnTime: 1 });
  }
  expect(feed.signs.store.get('stepOwnTimeTypical')).toBe(1);
});

test('evaluations, and steps of which nothing was measured, are no time of one', () => {
  const feed = new Feed();
  for (let step = 0; step < 40; step++) {
    feed.train({ stepOwnTime: 5 });
    feed.send('evaluation', {});
    feed.train({});
  }
  expect(feed.signs.store.get('stepOwnTimeTypical')).toBe(5);
});
