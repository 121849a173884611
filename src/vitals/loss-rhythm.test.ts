import { expect, test } from 'vitest';
import { Feed } from './feed.js';

const after = (losses: readonly number[]) => {
  const feed = new Feed();
  for (const dataLoss of losses) feed.train({ dataLoss });
  return feed.signs.store;
};
const noise = (step: number) => Math.sin(step * step * 12.9898);

test('a slow swing is in step with itself, noise of batches is not', () => {
  const swing = Array.from({ length: 200 }, (_, step) => 1 + 0.3 * Math.sin(step / 3) + 0.05 * noise(step));
  expect(after(swing).get('lossRhythm')).toBeGreaterThan(0.8);
  const noisy = Array.from({ length: 200 }, (_, step) => 1 + 0.3 * noise(step));
  expect(Math.abs(after(noisy).get('lossRhythm') ?? Number.NaN)).toBeLessThan(0.3);
});

test('a trend alone is no swing, and a loss without any deviation has no rhythm', () => {
  const falling = Array.from({ length: 200 }, (_, step) => 2 - step / 150 + 0.1 * noise(step));
  expect(after(falling).get('lossRhythm')).toBeLessThan(0.3);
  expect(after(Array(200).fill(1)).get('lossRhythm')).toBe(0);
});

test('the way down from a jump is no rhythm', () => {
  const jumped = Array.from({ length: 200 }, (_, step) => {
    const since = step - 110;
    return (since < 0 ? 0.01 : 0.05 + 0.1 * Math.exp(-since / 60)) * (1 + 0.3 * noise(step));
  });
  expect(after(jumped).get('lossRhythm')).toBeLessThan(0.3);
});
