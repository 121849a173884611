import { expect, test } from 'vitest';
import { Feed } from './feed.js';

const growthAfter = (norms: readonly number[]): number | undefined => {
  const feed = new Feed();
  for (const gradientNorm of norms) feed.train({ gradientNorm });
  return feed.signs.store.get('gradientGrowth');
};

test('a norm that stays up counts against the median before, a single spike does not', () => {
  const calm = Array.from({ length: 40 }, () => 2);
  expect(growthAfter([...calm, 200, 200, 200])).toBe(100);
  expect(growthAfter([...calm, 200, 2, 2])).toBe(1);
});

test('a network that a burst kills within three steps is remembered as exploded', () => {
  const dead = Array.from({ length: 60 }, () => 1e-3);
  expect(growthAfter([8, 290, 8e13, ...dead])).toBeGreaterThan(1e6);
  expect(growthAfter([8, 290, 8e13, ...Array.from({ length: 600 }, () => 1e-3)])).toBeLessThanOrEqual(1);
});

test('three steps of the last dozens that are a thousand times as large are no accident, two are', () => {
  const steps = (every: number, times: number, from = 100) =>
    Array.from({ length: 160 }, (_, step) => (step >= from && step % every === every - 1 ? times : 2));
  expect(growthAfter(steps(20, 8000))).toBe(4000);
  expect(growthAfter(steps(40, 8000))).toBe(1);
  expect(growthAfter(steps(20, 1600))).toBe(1);
  // Where it was so all along, as with sparse rewards, nothing grew.
  expect(growthAfter(steps(20, 8000, 0))).toBe(1);
});

test('gradients that begin after a long nothing did not explode', () => {
  const nothing = Array.from({ length: 300 }, () => 0);
  expect(growthAfter([...nothing, ...Array.from({ length: 80 }, () => 0.3)]) ?? 0).toBeLessThan(50);
});

test('an overflow right after the start is growth without bound', () => {
  expect(growthAfter([3, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
});

test('a norm that grows so slowly that its history grows with it is seen', () => {
  expect(growthAfter(Array.from({ length: 400 }, (_, step) => 2 * 1.02 ** step))).toBeGreaterThan(500);
  expect(growthAfter(Array.from({ length: 400 }, (_, step) => 2 * 1.002 ** step))).toBeLessThan(5);
});

test('a run without a first gradient shows no burst when one appears', () => {
  expect(growthAfter([0, 0, 0, 5, 5, 5, 5, 5])).toBeLessThan(50);
});

test('a norm in the range of the first dozen is no growth, though in most of them errors happened to cancel', () => {
  expect(growthAfter([0.06, 8e-4, 4e-4, 4e-4, 4e-4, 0.05, 0.05])).toBeLessThan(1);
  expect(growthAfter([0.06, 1e-5, 1e-5, 1e-5, 0.06, 1e-5])).toBeLessThan(1);
  expect(growthAfter([0.06, 8e-4, 4e-4, 4e-4, 4e-4, 0.4, 0.4])).toBeGreaterThan(50);
});

test('a norm that is measured in each 16th step alone is seen to grow within three measurements', () => {
  const feed = new Feed();
  const train = (norm: number) => {
    feed.train({ gradientNorm: norm });
    for (let step = 0; step < 15; step++) feed.train({}, false);
  };
  for (let n = 0; n < 100; n++) train(2);
  expect(feed.signs.store.get('gradientGrowth')).toBe(1);
  for (let n = 0; n < 3; n++) train(200);
  expect(feed.signs.store.get('gradientGrowth')).toBe(100);
});

test('a norm that became usual at another height is forgotten as growth', () => {
  const calm = Array.from({ length: 2000 }, () => 0.06);
  const usual = (steps: number) => Array.from({ length: steps }, () => 6);
  expect(growthAfter([1, 1, 1, 1, ...calm, ...usual(100)])).toBeGreaterThan(50);
  expect(growthAfter([1, 1, 1, 1, ...calm, ...usual(1400)])).toBeLessThan(10);
});

test('a norm that grew from the first steps on is held against them, not against what it grew to', () => {
  const grown = Array.from({ length: 260 }, (_, step) => 3 + 0.004 * step ** 2);
  expect(growthAfter(grown)).toBeGreaterThan(50);
});
