import { expect, test } from 'vitest';
import { Clock } from './clock.js';

test('a clock that runs is not set, however long nobody looked', () => {
  const clock = new Clock();
  expect(clock.setBy(1_000_000, 0)).toBe(0);
  expect(clock.setBy(1_000_010, 10)).toBe(0);
  expect(clock.setBy(8_000_000, 7_000_000)).toBe(0);
});

test('that it was set is told once, forth and back', () => {
  const clock = new Clock();
  clock.setBy(1_000_000, 0);
  expect(clock.setBy(4_600_010, 10)).toBe(3_600_000);
  expect(clock.setBy(4_600_020, 20)).toBe(0);
  expect(clock.setBy(1_000_030, 30)).toBe(-3_600_000);
  expect(clock.setBy(1_000_040, 40)).toBe(0);
});

test('a clock that is slowed down is told when it is off by seconds, and never by more than it is', () => {
  const clock = new Clock();
  let told = 0;
  for (let steady = 0; steady <= 36_000_000; steady += 1000) told += clock.setBy(steady * 0.9995, steady);
  expect(told).toBeLessThan(-15_000);
  expect(told).toBeGreaterThanOrEqual(-18_000);
});
