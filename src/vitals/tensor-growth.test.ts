import { expect, test } from 'vitest';
import { Feed } from './feed.js';

function growth(steps: number, tensors: (step: number) => number): number | undefined {
  const feed = new Feed();
  for (let step = 0; step < steps; step++) feed.train({ tensors: tensors(step) });
  return feed.signs.store.get('tensorGrowth');
}

test('is what every step leaves behind', () => {
  expect(growth(200, (step) => 50 + 2 * step)).toBeCloseTo(2);
  expect(growth(200, () => 50)).toBe(0);
});

test('what comes once is no growth', () => {
  expect(growth(200, (step) => (step < 100 ? 50 : 500))).toBe(0);
});

test('is not known before four spans of 32 steps', () => {
  expect(growth(128, (step) => step)).toBeUndefined();
  expect(growth(129, (step) => step)).toBeCloseTo(1);
});

test('what the history of fit keeps of an epoch is none, however short the epoch', () => {
  const feed = new Feed();
  for (let step = 0; step < 200; step++) feed.train({ tensors: 50 + 2 * step, epochs: step });
  expect(feed.signs.store.get('tensorGrowth')).toBeLessThanOrEqual(0);
});
