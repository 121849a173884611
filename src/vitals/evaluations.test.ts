import { expect, test } from 'vitest';
import { Feed } from './feed.js';

test('every step since the last evaluation counts alike, however many there were', () => {
  const feed = new Feed();
  const { store } = feed.signs;
  for (let step = 0; step < 100_001; step++) feed.train({ dataLoss: 1, 'metric acc train': 1 }, false);
  for (let step = 0; step < 3; step++) feed.train({ dataLoss: 3, 'metric acc train': 0 }, false);
  feed.send('evaluation', { 'loss validation': 1, 'metric acc validation': 1 });

  expect(store.get('accuracyGap')).toBeCloseTo(-3 / 100_004, 9);
  expect(store.get('generalizationGap')).toBeCloseTo(-6 / 100_004, 9);
});

test('the steps before an evaluation are not part of the next one', () => {
  const feed = new Feed();
  feed.train({ 'metric acc train': 0.2 });
  feed.send('evaluation', { 'metric acc validation': 0.1 });
  feed.train({ 'metric acc train': 0.9 });
  feed.send('evaluation', { 'metric acc validation': 0.5 });
  expect(feed.signs.store.get('accuracyGap')).toBeCloseTo(0.4);
});

test('a metric that is not a number is no measurement', () => {
  const feed = new Feed();
  feed.train({ 'metric acc train': 0.9 });
  feed.train({ 'metric acc train': Number.NaN });
  feed.send('evaluation', { 'metric acc validation': Number.NaN });
  expect(feed.signs.store.get('accuracyGap')).toBeUndefined();
  feed.train({ 'metric acc train': 0.9 });
  feed.train({ 'metric acc train': Number.NaN });
  feed.send('evaluation', { 'metric acc validation': 0.4 });
  expect(feed.signs.store.get('accuracyGap')).toBeCloseTo(0.5);
});

test('a rise over the best validation loss is taken back when the best is no longer positive', () => {
  const feed = new Feed();
  const { store } = feed.signs;
  for (const loss of [2, 3, -1]) {
    feed.train({ dataLoss: 1 });
    feed.send('evaluation', { 'loss validation': loss });
    expect(store.get('validationLossRise')).toEqual({ 2: 0, 3: 0.5, [-1]: undefined }[loss]);
  }
});
