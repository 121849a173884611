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

test('is a third when steps take three times as long, for 40 seconds', () => {
  expect(after([0.1, 1000], [0.3, 110])).toBeCloseTo(1);
  expect(after([0.1, 1000], [0.3, 170])).toBeCloseTo(1 / 3, 1);
});

test('a run of half a minute that becomes slow after ten seconds is seen within 20; a neighbour of 15 seconds passes', () => {
  expect(after([0.05, 220], [0.15, 170])).toBeCloseTo(1 / 3, 1);
  expect(after([0.05, 400], [0.15, 100])).toBeCloseTo(1);
});

test('slow steps are told after two spans of 8', () => {
  expect(after([10, 48], [30, 15])).toBeCloseTo(1);
  expect(after([10, 48], [30, 16])).toBeCloseTo(1 / 3);
});

test('one quick span is no normal', () => {
  expect(after([0.1, 60], [0.22, 200])).toBeGreaterThan(0.5);
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
  expect(speed()).toBeGreaterThan(0.95);
  steps(40, 3);
  expect(speed()).toBeCloseTo(1 / 3, 1);
});

/** Speed after 100 steps of a second, and 80 after which so many seconds of something else follow as often as told. */
function interrupted(kind: 'evaluation' | 'epoch', seconds: number, every: number, endsEpoch = false) {
  const feed = new Feed();
  let epochs = 0;
  for (let step = 0; step < 180; step++) {
    feed.train({ stepDuration: 1, epochs });
    if (step < 100 || step % every > 0) continue;
    feed.time += seconds;
    if (endsEpoch) epochs++;
    feed.send(kind, {});
  }
  return feed.signs.store.get('throughput');
}

test('an evaluation after each step, or every other, is part of the step: a run that begins with that is slow', () => {
  expect(interrupted('evaluation', 2, 1)).toBeCloseTo(1 / 3, 1);
  expect(interrupted('epoch', 2, 1)).toBeCloseTo(1 / 3, 1);
  expect(interrupted('evaluation', 4, 2)).toBeCloseTo(1 / 3, 1);
  expect(interrupted('evaluation', 12, 6)).toBeCloseTo(1, 0);
});

test('between fits of a single batch a program does what it likes', () => {
  expect(interrupted('epoch', 5, 1, true)).toBeCloseTo(1);
  expect(interrupted('evaluation', 5, 1, true)).toBeCloseTo(1);
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
