import { expect, test } from 'vitest';
import { Feed } from './feed.js';

/** Steps whose minimized loss falls; `reported` is what the loop says of each, if it says something. */
function improvement(steps: number, reported: (step: number) => number | undefined): number | undefined {
  const feed = new Feed();
  for (let step = 0; step < steps; step++) {
    feed.train({ dataLoss: 1 / (1 + step / 20) });
    const told = reported(step);
    if (told !== undefined) feed.send('report', { 'metric reported_loss train': told });
  }
  return feed.signs.store.get('reportedImprovement');
}

test('is how far the reported loss fell below its start, as a share of it', () => {
  expect(improvement(200, () => 3)).toBe(0);
  expect(improvement(200, (step) => (step < 100 ? 4 : 1))).toBeCloseTo(0.75, 6);
  expect(improvement(200, (step) => (step < 100 ? -2 : -1))).toBeCloseTo(-0.5, 6);
});

test('says nothing of what is reported rarely, from the middle on, or not at all', () => {
  expect(improvement(400, (step) => (step % 3 === 0 ? 3 : undefined))).toBeUndefined();
  expect(improvement(400, (step) => (step % 2 === 0 ? 3 : undefined))).toBe(0);
  expect(improvement(400, (step) => (step >= 250 ? 3 : undefined))).toBeUndefined();
  expect(improvement(400, () => undefined)).toBeUndefined();
});

test('is taken back where it is no longer reported often, and unknown where it is too noisy to tell', () => {
  expect(improvement(150, (step) => (step < 150 || step % 10 === 0 ? 3 : undefined))).toBe(0);
  expect(improvement(400, (step) => (step < 150 || step % 10 === 0 ? 3 : undefined))).toBeUndefined();
  expect(improvement(400, (step) => (step < 150 ? 3 : undefined))).toBeUndefined();
  expect(improvement(200, (step) => 3 + (step % 2 ? 1 : -1))).toBeCloseTo(0);
  expect(improvement(200, (step) => 3 + (step % 2 ? 1.5 : -1.5))).toBeUndefined();
});

test('is not thrown off by a value that is not finite, and has no scale where the start is 0', () => {
  expect(improvement(200, (step) => (step === 50 ? Number.NaN : 3))).toBe(0);
  expect(improvement(200, () => 0)).toBeUndefined();
});
