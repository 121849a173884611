import { expect, test } from 'vitest';
import { seriesKeys, seriesOf } from '../series.js';
import { Feed, layoutOf } from './feed.js';

/** A step of a network of two layers in which every number is about `x`. */
const step = (x: number) => ({
  dataLoss: 2 * x,
  'loss train': 2 * x,
  'metric acc train': x,
  gradientNorm: x,
  stepDuration: x,
  ...Object.fromEntries(
    ['a', 'b'].flatMap((layer) => [
      [`layerTrainable ${layer} kernel`, 1],
      [`layerWeightNorm ${layer} kernel`, 10 * x],
      [`layerUpdateRatio ${layer} kernel`, x / 100],
      [`layerGradientNorm ${layer} kernel`, x],
    ]),
  ),
});

/** The vitals that symptoms are decided on: NaN would neither raise nor clear them. */
const windows = ({ signs }: Feed) =>
  new Map(
    seriesKeys
      .filter((key) => seriesOf(key).group === 'window' || key === 'stepDurationTypical')
      .flatMap((key) => [...signs.store.all(key)].map(({ value }) => [key, value] as const)),
  );

test.each([
  Number.NaN,
  Number.POSITIVE_INFINITY,
])('twenty steps of %s in the middle leave no trace in any window', (nonfinite) => {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  const train = (x: number, steps: number) => {
    for (let n = 0; n < steps; n++) {
      feed.train(step(x));
      for (const [key, value] of windows(feed)) expect(value, `${key} at step ${feed.step}`).not.toBeNaN();
    }
    feed.send('evaluation', { 'loss validation': 2 * x, 'metric acc validation': x });
    for (const [key, value] of windows(feed)) expect(value, key).not.toBeNaN();
  };
  train(1, 60);
  const known = [...windows(feed)].filter(([, value]) => value !== undefined).map(([key]) => key);
  expect(known).toEqual(
    expect.arrayContaining(['lossSwing', 'updateRatio', 'gradientFlow', 'gradientGrowth', 'accuracyGap']),
  );
  train(nonfinite, 20);
  train(0.5, 200);

  const { store } = feed.signs;
  const after = windows(feed);
  for (const key of known) expect(Number.isFinite(after.get(key)), `${key} ${after.get(key)}`).toBe(true);
  expect(store.get('lossSmoothed')).toBeCloseTo(1);
  expect(store.get('lossImprovement')).toBeCloseTo(0.5);
  expect(store.get('updateRatio')).toBeCloseTo(0.005);
  expect(store.get('gradientFlow', { layer: 'a' })).toBeCloseTo(1);
  expect(store.get('gradientGrowth')).toBeCloseTo(1);
  expect(store.get('stepDurationTypical')).toBeCloseTo(0.5);
  expect(store.get('accuracyGap')).toBeCloseTo(0);
});

test('another loss is another scale: its windows begin anew, and the way there is no divergence', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  for (let n = 0; n < 100; n++) feed.train(step(0.01));
  feed.send('evaluation', { 'loss validation': 0.02 });
  expect(feed.signs.store.get('lossDivergence')).toBeCloseTo(1);
  feed.layout = { ...layoutOf(2, ['a', 'b']), objective: 1 };
  feed.train(step(5));
  for (const key of ['lossInitial', 'lossBest', 'lossDivergence', 'lossZscore', 'gradientGrowth'] as const)
    expect(feed.signs.store.get(key), key).toBeUndefined();
  for (let n = 0; n < 100; n++) feed.train(step(5));
  expect(feed.signs.store.get('lossInitial')).toBeCloseTo(10);
  expect(feed.signs.store.get('lossDivergence')).toBeCloseTo(1);
  expect(feed.signs.store.get('lossSpikes')).toBe(0);
});

test('what has learned by one loss has shown no start of the next: how far that ever fell is not known', () => {
  const fallen = (start: number, later = 1, resumedAt = 0) => {
    const feed = new Feed(layoutOf(1, ['a', 'b']));
    feed.step = resumedAt;
    for (let n = 0; n < 200; n++) feed.train(step(n < 50 ? start : 1));
    for (let objective = 1; objective <= later; objective++) {
      feed.layout = { ...layoutOf(1 + objective, ['a', 'b']), objective };
      for (let n = 0; n < 200; n++) feed.train(step(1));
    }
    return feed.signs.store;
  };
  expect(fallen(4).get('lossBestImprovement')).toBeUndefined();
  expect(fallen(4).get('lossImprovement')).toBeCloseTo(0);
  expect(fallen(4, 2).get('lossBestImprovement')).toBeUndefined();
  // Nor where a run was resumed, whatever was seen of its first loss.
  expect(fallen(1, 1, 5000).get('lossBestImprovement')).toBeUndefined();
  expect(fallen(1).get('lossBestImprovement')).toBeCloseTo(0);
});

test('a later loss that fell has shown that it can', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  for (let n = 0; n < 200; n++) feed.train(step(n < 50 ? 4 : 1));
  feed.layout = { ...layoutOf(2, ['a', 'b']), objective: 1 };
  for (let n = 0; n < 200; n++) feed.train(step(n < 50 ? 4 : 1));
  expect(feed.signs.store.get('lossBestImprovement')).toBeCloseTo(0.75);
});

test('weights that were set back, as for another fold, begin their loss anew; a first loss that is no start does not', () => {
  const again = (first: number) => {
    const feed = new Feed(layoutOf(1, ['a', 'b']));
    for (let n = 0; n < 200; n++) feed.train(step(n < 50 ? 4 : 1));
    feed.send('evaluation', { 'loss validation': 0.02 });
    feed.layout = layoutOf(2, ['a', 'b']);
    for (let n = 0; n < 30; n++) feed.train(step(n === 0 ? first : 4));
    return feed.signs.store;
  };
  expect(again(4).get('lossSteps')).toBe(30);
  expect(again(4).get('lossBestImprovement')).toBeUndefined();
  expect(again(1).get('lossSteps')).toBe(230);
  expect(again(1).get('lossBestImprovement')).toBeCloseTo(0.75);
});

test('neither single examples far out nor a loss that climbs to where the model is compiled anew are weights set back', () => {
  const after = (before: (n: number) => number) => {
    const feed = new Feed(layoutOf(1, ['a', 'b']));
    for (let n = 0; n < 200; n++) feed.train(step(n < 50 ? 4 : before(n)));
    feed.layout = layoutOf(2, ['a', 'b']);
    for (let n = 0; n < 30; n++) feed.train(step(4));
    return feed.signs.store.get('lossSteps');
  };
  expect(after((n) => (n % 5 === 0 ? 3.5 : 0.5))).toBe(230);
  expect(after((n) => Math.max(0.1, 3 - (199 - n) / 8))).toBe(230);
  expect(after(() => 0.5)).toBe(30);
});

test('a layout with another metric changes nothing of the loss', () => {
  const feed = new Feed(layoutOf(1, ['a', 'b']));
  for (let n = 0; n < 100; n++) feed.train(step(1));
  feed.layout = layoutOf(2, ['a', 'b']);
  for (let n = 0; n < 30; n++) feed.train(step(2));
  expect(feed.signs.store.get('lossInitial')).toBeCloseTo(2);
});
