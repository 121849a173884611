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

test('the last epoch ended when one more was counted, whatever told of it', () => {
  const feed = new Feed();
  const { store } = feed.signs;
  feed.train({ epochs: 0 });
  expect(store.get('lastEpoch')).toBeUndefined();
  for (const [kind, epochs, isEnd] of [
    ['epoch', 1, true],
    ['step', 1, false],
    ['step', 3, true],
    ['evaluation', 3, false],
  ] as const) {
    const before = store.get('lastEpoch');
    feed.time += 10;
    feed.send(kind, { epochs });
    expect(store.get('lastEpoch'), `${kind} ${epochs}`).toBe(isEnd ? feed.time : before);
  }
});
