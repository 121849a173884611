import { expect, test } from 'vitest';
import { frameKinds } from '../frame.js';
import { Feed } from './feed.js';

test.each(frameKinds)('a frame of kind "%s" is a sign of training', (kind) => {
  const feed = new Feed();
  const { store } = feed.signs;
  feed.train({ stepDuration: 1 });
  const step = feed.time;
  feed.time += 90;
  feed.send(kind, {});
  expect(store.get('lastActivity')).toBe(step + 90);
  expect(store.get('lastStep')).toBe(kind === 'step' ? step + 90 : step);
});

test('a duration that is no number does not spoil the typical one', () => {
  const feed = new Feed();
  for (const stepDuration of [Number.NaN, 2, Number.NaN, 2, Number.NaN]) feed.train({ stepDuration });
  expect(feed.signs.store.get('stepDurationTypical')).toBe(2);
});
