import { expect, test } from 'vitest';
import { Restarts } from './restarts.js';

const MINUTE = 60_000;

test('a thread that dies again and again is replaced ever later, and then no more', () => {
  const restarts = new Restarts();
  const waits = Array.from({ length: 6 }, () => {
    restarts.served(0);
    return restarts.died(1000);
  });
  expect(waits).toEqual([0, 1000, 5000, 30_000, 60_000, undefined]);
});

test('one that served for long is replaced at once, however many died before', () => {
  const restarts = new Restarts();
  for (let death = 0; death < 4; death++) {
    restarts.served(0);
    restarts.died(9 * MINUTE);
  }
  restarts.served(0);
  expect(restarts.died(10 * MINUTE)).toBe(0);
});

test('one that never served counts as one that died at once', () => {
  const restarts = new Restarts();
  for (let death = 0; death < 5; death++) restarts.died(death * 20 * MINUTE);
  expect(restarts.died(1000 * MINUTE)).toBeUndefined();
});

test('where it cannot serve it is tried for ever, at last once a minute', () => {
  const restarts = new Restarts();
  const waits = Array.from({ length: 8 }, () => restarts.refused());
  expect(waits).toEqual([1000, 2000, 5000, 10_000, 30_000, 60_000, 60_000, 60_000]);
  restarts.served(0);
  expect(restarts.refused()).toBe(1000);
});
