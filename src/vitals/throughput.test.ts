import { expect, test } from 'vitest';
import { Feed } from './feed.js';

/** Speed against normal after steps of these durations in seconds. */
function after(...spans: readonly (readonly [seconds: number, steps: number])[]): number | undefined {
  const feed = new Feed();
  for (const [stepDuration, steps] of spans)
    for (let step = 0; step < steps; step++) {
      feed.time += stepDuration - 1;
      feed.train({ stepDuration });
    }
  return feed.signs.store.get('throughput');
}

test('is 1 while steps take what they took', () => {
  expect(after([0.1, 1000])).toBeCloseTo(1);
});

test('is a third when steps take three times as long, for four spans of 5 seconds', () => {
  expect(after([0.1, 1000], [0.3, 51])).toBeCloseTo(1);
  expect(after([0.1, 1000], [0.3, 100])).toBeCloseTo(1 / 3, 1);
});

test('a run of half a minute that becomes slow after ten seconds is seen; a neighbour of 15 seconds passes', () => {
  expect(after([0.05, 220], [0.15, 170])).toBeCloseTo(1 / 3, 1);
  expect(after([0.05, 400], [0.15, 100], [0.05, 300])).toBeCloseTo(1);
});

test('a slow warm-up is no normal, and a short run has none', () => {
  expect(after([1, 15], [0.1, 800])).toBeCloseTo(1);
  expect(after([0.002, 400])).toBeUndefined();
});

test('what lies between the steps of a hand-written loop counts, an evaluation does not', () => {
  const feed = new Feed();
  const speed = () => feed.signs.store.get('throughput');
  const steps = (count: number, seconds: number) => {
    for (let step = 0; step < count; step++) {
      feed.time += seconds - 1;
      feed.train({ stepDuration: 0.001 });
    }
  };
  steps(100, 1);
  expect(speed()).toBeCloseTo(1);
  for (let epoch = 0; epoch < 8; epoch++) {
    feed.time += 60;
    feed.send('evaluation', { 'loss validation': 1 });
    steps(16, 1);
  }
  expect(speed()).toBeCloseTo(1);
  steps(40, 3);
  expect(speed()).toBeCloseTo(1 / 3, 1);
});

test('an evaluation after each step is part of the step: a run that begins with that is slow', () => {
  const feed = new Feed();
  const steps = (count: number, isEvaluated: boolean) => {
    for (let step = 0; step < count; step++) {
      feed.train({ stepDuration: 1 });
      if (!isEvaluated) continue;
      feed.time += 2;
      feed.send('evaluation', { 'loss validation': 1 });
    }
  };
  steps(100, false);
  steps(40, true);
  expect(feed.signs.store.get('throughput')).toBeLessThan(0.35);
});

test('a run that slows down bit by bit is measured by how fast it was', () => {
  const feed = new Feed();
  for (let step = 0; step < 500; step++) feed.train({ stepDuration: 1 + Math.max(0, step - 100) / 50 });
  expect(feed.signs.store.get('throughput')).toBeLessThan(0.4);
});

test('a clock that is set forth and back between steps is no slow run', () => {
  const feed = new Feed();
  for (let step = 0; step < 400; step++) {
    if (step > 100 && step % 10 === 0) {
      const by = step % 20 === 0 ? 7200 : -7200;
      feed.time += by;
      feed.signs.clockSet(by);
    }
    feed.train({ stepDuration: 0.5 });
  }
  expect(feed.signs.store.get('throughput')).toBeCloseTo(1);
});
