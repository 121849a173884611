import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

/** How many of so many requests pass at each second. */
function passed(
  limit: { interval: number; burst: number },
  asked: readonly (readonly [number, number])[],
): number[] {
  const bucket = new TokenBucket(limit, 0);
  return asked.map(
    ([at, count]) => Array.from({ length: count }, () => bucket.take(at)).filter(Boolean).length,
  );
}

it.each([
  { name: 'a burst, and no more', limit: { interval: 1, burst: 3 }, asked: [[0, 10]], found: [3] },
  {
    name: 'one a second after it',
    limit: { interval: 1, burst: 3 },
    asked: [
      [0, 3],
      [1, 5],
      [2, 5],
    ],
    found: [3, 1, 1],
  },
  {
    name: 'a burst again after a while, and no larger one',
    limit: { interval: 0.5, burst: 2 },
    asked: [
      [0, 2],
      [60, 9],
    ],
    found: [2, 2],
  },
  {
    name: 'parts of an interval add up',
    limit: { interval: 1, burst: 1 },
    asked: [
      [0, 1],
      [0.5, 1],
      [1, 1],
    ],
    found: [1, 0, 1],
  },
] as const)('lets pass $name', ({ limit, asked, found }) => {
  expect(passed(limit, asked)).toEqual(found);
});

it('says how long to wait', () => {
  const bucket = new TokenBucket({ interval: 4, burst: 1 }, 0);
  bucket.take(0);
  bucket.take(1);
  expect(bucket.wait).toBe(3);
});
