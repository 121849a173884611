import { expect, test } from 'vitest';
import { Feed } from './feed.js';

const starvedAfter = (steps: number, rate: (step: number) => number): number | undefined => {
  const feed = new Feed();
  for (let step = 0; step < steps; step++) feed.train({ learningRate: rate(step) });
  return feed.signs.store.get('learningRateStarved');
};

test('a decay that was meant for epochs and is applied at each step leaves most of the run without a rate', () => {
  expect(starvedAfter(300, (step) => 0.004 * 0.9 ** step)).toBeGreaterThan(0.7);
  expect(starvedAfter(300, (step) => Math.max(0.004 * 0.9 ** step, 1e-6))).toBeGreaterThan(0.7);
});

test.each([
  ['a constant rate', () => 0.01],
  ['a cosine to nothing', (step: number) => 0.01 * (1 + Math.cos((Math.PI * step) / 299)) * 0.5],
  ['a warm-up from nothing and a linear decay', (step: number) => Math.min(step / 100, (300 - step) / 200)],
  ['three milestones of a tenth each', (step: number) => 0.1 ** Math.min(3, Math.floor(step / 75))],
  ['a decay to a hundredth', (step: number) => 0.01 ** (step / 300)],
  ['no rate at all', () => 0],
  [
    'a head that is trained first, and all of it with a small rate then',
    (step: number) => (step < 60 ? 1e-2 : 1e-5),
  ],
  ['a first rate that was a mistake', (step: number) => (step < 1 ? 1 : 1e-3)],
])('%s is no such thing', (_name, rate) => {
  expect(starvedAfter(300, rate)).toBeLessThan(0.3);
});
