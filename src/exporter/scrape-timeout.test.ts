import { expect, it } from 'vitest';
import { inTime, timeoutOf } from './scrape-timeout.js';

it.each([
  ['10', 10_000],
  ['0.5', 500],
  ['1e1', 10_000],
  [undefined, undefined],
  ['', undefined],
  ['0', undefined],
  ['-1', undefined],
  ['NaN', undefined],
  ['soon', undefined],
])('the header %j is a timeout of %j ms', (header, timeout) => {
  expect(timeoutOf(header)).toBe(timeout);
});

it('what comes in time comes, and what does not is left', async () => {
  expect(await inTime(Promise.resolve('here'), 10_000)).toBe('here');
  expect(await inTime(Promise.resolve('here'), undefined)).toBe('here');
  expect(await inTime(Promise.resolve('here'), Number.POSITIVE_INFINITY)).toBe('here');
  expect(await inTime(new Promise(() => {}), 1)).toBeUndefined();
  expect(await inTime(Promise.resolve('here'), 10_000, 9000)).toBe('here');
  expect(await inTime(Promise.resolve('here'), 10_000, 10_001)).toBeUndefined();
  await expect(inTime(Promise.reject(new Error('broken')), 10_000)).rejects.toThrow('broken');
});

it('what a busy thread has late is late, even if it is there before the timer', async () => {
  const busy = Promise.resolve().then(() => {
    const end = performance.now() + 20;
    while (performance.now() < end);
    return 'here';
  });
  expect(await inTime(busy, 5)).toBeUndefined();
});
