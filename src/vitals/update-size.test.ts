import { expect, test } from 'vitest';
import { Feed, layoutOf } from './feed.js';

const sample = (ratio: number) => ({
  'layerTrainable dense kernel': 1,
  'layerWeightNorm dense kernel': 10,
  'layerUpdateRatio dense kernel': ratio,
});

/** Measures every statistic each `every` steps; the peaks it saw after each step. */
function peaks(every: number, ratios: readonly number[]): (number | undefined)[] {
  const feed = new Feed(layoutOf(1, ['dense']));
  return ratios.flatMap((ratio) =>
    Array.from({ length: every }, (_, step) => {
      feed.train({ agentInterval: every, ...(step === 0 && sample(ratio)) }, step === 0);
      return feed.signs.store.get('updateRatioPeak');
    }),
  );
}

test('a peak is remembered for 512 steps where every step is measured', () => {
  const ratios = Array.from({ length: 600 }, (_, step) => (step < 3 ? 1 : 0.001));
  const seen = peaks(1, ratios);
  expect(seen[2 + 512]).toBeCloseTo(1);
  expect(seen[2 + 513]).toBeLessThan(1);
});

test('a peak outlives the longest interval between two measurements, eight of them', () => {
  const seen = peaks(1024, [1, 1, 1, ...Array<number>(10).fill(0.001)]);
  const raised = seen.indexOf(seen.find((peak) => peak !== undefined));
  expect(raised).toBe(2 * 1024);
  expect(seen.slice(raised)).not.toContain(undefined);
  expect(seen[raised + 8 * 1024]).toBeCloseTo(1);
  expect(seen[raised + 8 * 1024 + 1]).toBeLessThan(1);
});
