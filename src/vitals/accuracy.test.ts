import { expect, test } from 'vitest';
import { Feed } from './feed.js';

/** How far wrong answers became fewer after so many steps with this accuracy. */
function improvement(steps: number, accuracy: (step: number) => number | undefined): number | undefined {
  const feed = new Feed();
  for (let step = 0; step < steps; step++) {
    const right = accuracy(step);
    feed.train({ dataLoss: 1, ...(right !== undefined && { 'metric acc train': right }) });
  }
  return feed.signs.store.get('accuracyImprovement');
}

test('is the share of the wrong answers of the start that became right ones', () => {
  expect(improvement(200, () => 0.3)).toBeCloseTo(0);
  expect(improvement(200, (step) => (step < 100 ? 0.5 : 0.9))).toBeCloseTo(0.8);
  expect(improvement(200, (step) => (step < 100 ? 0.5 : 0.4))).toBeCloseTo(-0.2);
});

test('says nothing before 64 steps told it, and of a start with hardly a wrong answer', () => {
  expect(improvement(63, () => 0.5)).toBeUndefined();
  expect(improvement(64, () => 0.5)).toBeCloseTo(0);
  expect(improvement(200, () => undefined)).toBeUndefined();
  expect(improvement(200, () => 1)).toBeUndefined();
  // A wrong answer in 20: one more or less is a matter of chance.
  expect(improvement(200, () => 0.95)).toBeUndefined();
});

test('leaves out what is no share, and what an evaluation says', () => {
  expect(improvement(200, (step) => (step % 9 === 0 ? Number.NaN : 0.5))).toBeCloseTo(0);
  expect(improvement(200, (step) => (step % 9 === 0 ? 50 : 0.5))).toBeCloseTo(0);
  const feed = new Feed();
  for (let step = 0; step < 100; step++) {
    feed.train({ dataLoss: 1, 'metric acc train': 0.5 });
    feed.send('evaluation', { 'metric acc validation': 1 });
  }
  expect(feed.signs.store.get('accuracyImprovement')).toBeCloseTo(0);
});

test('begins anew with another loss', () => {
  const feed = new Feed();
  for (let step = 0; step < 100; step++) feed.train({ dataLoss: 1, 'metric acc train': step < 50 ? 0.5 : 1 });
  expect(feed.signs.store.get('accuracyImprovement')).toBeGreaterThan(0.5);
  feed.layout = { ...feed.layout, id: 2, objective: 1 };
  feed.train({ dataLoss: 5, 'metric acc train': 0.5 });
  expect(feed.signs.store.get('accuracyImprovement')).toBeUndefined();
});
