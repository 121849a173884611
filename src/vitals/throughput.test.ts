import { expect, test } from 'vitest';
import { Feed } from './feed.js';

/** Speed against normal after steps of these durations in seconds. */
function after(...spans: readonly (readonly [seconds: number, steps: number])[]): number | undefined {
  const feed = new Feed();
  for (const [stepDuration, steps] of spans)
    for (let step = 0; step < steps; step++) feed.train({ stepDuration });
  return feed.signs.store.get('throughput');
}

test('is 1 while steps take what they took', () => {
  expect(after([0.1, 1000])).toBeCloseTo(1);
});

test('is a third when steps take three times as long, for two spans of 15 seconds', () => {
  expect(after([0.1, 1000], [0.3, 51])).toBeCloseTo(1);
  expect(after([0.1, 1000], [0.3, 151])).toBeCloseTo(1 / 3, 1);
});

test('a slow warm-up is no normal, and a short run has none', () => {
  expect(after([1, 15], [0.1, 800])).toBeCloseTo(1);
  expect(after([0.002, 400])).toBeUndefined();
});
