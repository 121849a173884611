import { expect, test } from 'vitest';
import { seriesKeys } from '../series.js';
import { Feed, layoutOf } from './feed.js';

const of = (layer: string) => ({
  [`layerTrainable ${layer} kernel`]: 1,
  [`layerWeightNorm ${layer} kernel`]: 10,
  [`layerUpdateRatio ${layer} kernel`]: 0.01,
  [`layerGradientNorm ${layer} kernel`]: 1,
  [`layerDeadUnits ${layer}`]: 0.5,
});

/** Layers that have a value of any series. */
const layers = ({ signs }: Feed) =>
  new Set(
    seriesKeys
      .flatMap((key) => [...signs.store.all(key)])
      .flatMap(({ labels, value }) =>
        value === undefined || labels.layer === undefined ? [] : [labels.layer],
      ),
  );

test('a layer that is not in the new layout loses its series, those of the windows too', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b', 'c']));
  const { store } = feed.signs;
  const old = { ...of('a'), ...of('b'), ...of('c') };
  for (let step = 0; step < 5; step++) feed.train({ dataLoss: 1, ...old });
  expect(store.get('gradientFlow', { layer: 'a' })).toBe(1);
  expect(layers(feed)).toEqual(new Set(['a', 'b', 'c']));

  const before = feed.layout;
  feed.layout = layoutOf(2, ['b', 'c']);
  feed.train({}, false);
  expect(layers(feed)).toEqual(new Set(['b', 'c']));
  expect(store.get('lossSmoothed')).toBe(1);

  // A frame that was on its way when the layout changed.
  feed.send('step', { ...old, dataLoss: 2 }, true, before);
  expect(layers(feed)).toEqual(new Set(['b', 'c']));
  expect(store.get('dataLoss')).toBe(2);
});

test('a layer that comes back is measured again', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  feed.train({ ...of('a'), ...of('b') });
  feed.layout = layoutOf(2, ['b']);
  feed.train(of('b'));
  feed.layout = layoutOf(3, ['a', 'b']);
  feed.train({ ...of('a'), ...of('b') });
  expect(feed.signs.store.get('layerDeadUnits', { layer: 'a' })).toBe(0.5);
  expect(feed.signs.store.get('unchangedSteps', { layer: 'a', variable: 'kernel' })).toBe(0);
});

test('a frozen window of a removed layer does not come back as unchanged for all that time', () => {
  const feed = new Feed(layoutOf(1, ['a']));
  const stuck = { ...of('a'), 'layerUpdateRatio a kernel': 0 };
  feed.train(of('a'));
  feed.layout = layoutOf(2);
  for (let step = 0; step < 300; step++) feed.train({});
  feed.layout = layoutOf(3, ['a']);
  feed.train(stuck);
  expect(feed.signs.store.get('unchangedSteps', { layer: 'a', variable: 'kernel' })).toBe(1);
});
