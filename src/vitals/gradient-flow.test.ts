import { expect, test } from 'vitest';
import { Feed, layoutOf } from './feed.js';

const variable = (layer: string, trainable: boolean, norm = 1) => ({
  [`layerTrainable ${layer} kernel`]: Number(trainable),
  [`layerWeightNorm ${layer} kernel`]: 10,
  [`layerUpdateRatio ${layer} kernel`]: trainable ? 0.01 : 0,
  ...(trainable && { [`layerGradientNorm ${layer} kernel`]: norm }),
});

const flows = (feed: Feed) =>
  [...feed.signs.store.all('gradientFlow')].flatMap(({ labels, value }) =>
    value === undefined ? [] : [[labels.layer, value]],
  );

test('when the first layer is frozen, its flow is taken back and the next one begins anew', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b', 'c']));
  for (let step = 0; step < 5; step++) {
    feed.train({ ...variable('a', true, 1e-6), ...variable('b', true), ...variable('c', true) });
  }
  expect(flows(feed)).toEqual([['a', 1e-6]]);

  const frozen = { ...variable('a', false), ...variable('b', true, 0.5), ...variable('c', true) };
  feed.train(frozen);
  expect(flows(feed)).toEqual([]);
  expect(feed.signs.store.get('gradientToWeight', { layer: 'a' })).toBeUndefined();
  feed.train(frozen);
  feed.train(frozen);
  expect(flows(feed)).toEqual([['b', 0.5]]);
});

test('where one layer alone is still trained there is no flow between two', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  for (let step = 0; step < 5; step++) feed.train({ ...variable('a', true), ...variable('b', true) });
  expect(flows(feed)).toEqual([['a', 1]]);
  feed.train({ ...variable('a', false), ...variable('b', true) });
  expect(flows(feed)).toEqual([]);
});

test('what no gradient reaches any more keeps no old one', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  const { store } = feed.signs;
  const a = { layer: 'a', variable: 'kernel' };
  feed.train({ ...variable('a', true), ...variable('b', true) });
  expect(store.get('layerGradientNorm', a)).toBe(1);
  feed.train({}, false);
  expect(store.get('layerGradientNorm', a)).toBe(1);
  feed.train({ ...variable('a', false), ...variable('b', true) });
  expect(store.get('layerGradientNorm', a)).toBeUndefined();
  expect(store.get('layerWeightNorm', a)).toBe(10);
  expect(store.get('unchangedSteps', a)).toBeUndefined();
});

test('the time in which a variable was frozen does not count as unchanged once it is trained again', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  const stuck = { ...variable('a', true), 'layerUpdateRatio a kernel': 0 };
  feed.train(variable('a', true));
  for (let step = 0; step < 500; step++) feed.train(variable('a', false));
  feed.train(stuck);
  feed.train(stuck);
  expect(feed.signs.store.get('unchangedSteps', { layer: 'a', variable: 'kernel' })).toBe(2);
});
