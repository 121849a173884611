import { expect, test } from 'vitest';
import { Feed, layoutOf } from './feed.js';

test('the first value is kept, whatever comes later', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  for (const share of [0.9, 0.1]) feed.train({ 'layerDeadUnits a': share });
  expect(feed.signs.store.get('deadUnitsInitial', { layer: 'a' })).toBe(0.9);
});
