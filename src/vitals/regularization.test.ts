import { expect, test } from 'vitest';
import { Feed, layoutOf } from './feed.js';

const labels = { layer: 'a', variable: 'kernel' };

test('is the median of five measurements, and there is none before', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  const seen = [1, 9, 3, 100, Number.POSITIVE_INFINITY].map((ratio) => {
    feed.train({ 'layerRegularizationRatio a kernel': ratio });
    return feed.signs.store.get('regularizationDominance', labels);
  });
  expect(seen).toEqual([undefined, undefined, undefined, undefined, 9]);
});

test('where neither the penalty nor the data has a gradient nothing is measured', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  for (const ratio of [1, 1, 1, 1, Number.NaN]) feed.train({ 'layerRegularizationRatio a kernel': ratio });
  expect(feed.signs.store.get('regularizationDominance', labels)).toBeUndefined();
});
