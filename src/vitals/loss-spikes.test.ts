import { expect, test } from 'vitest';
import { Feed } from './feed.js';

/** Losses around a level, seeded by the step. */
const noise = (step: number) => 1 + 0.1 * Math.sin(step * 12.9898);

function spikesIn(losses: readonly number[]): number | undefined {
  const feed = new Feed();
  for (const dataLoss of losses) feed.train({ dataLoss });
  return feed.signs.store.get('lossSpikes');
}
const quiet = (steps: number) => Array.from({ length: steps }, (_, step) => noise(step));

test('noise has no spike, a jump far out of it is one', () => {
  expect(spikesIn(quiet(300))).toBe(0);
  expect(spikesIn([...quiet(100), 4, ...quiet(50)])).toBe(1);
});

test('a jump before there is a recent range is none', () => {
  expect(spikesIn([...quiet(63), 40])).toBe(0);
  expect(spikesIn([...quiet(64), 40])).toBe(1);
});

test('jumps that recur are part of the range', () => {
  const losses = Array.from({ length: 300 }, (_, step) => (step % 16 === 15 ? 4 : noise(step)));
  expect(spikesIn(losses)).toBe(0);
});

test('the first of two corrupt batches, just short of a spike, does not hide the second', () => {
  const two = (second: number) => spikesIn([...quiet(100), 1.58, second, ...quiet(50)]);
  expect(two(1.4)).toBe(0);
  expect(two(1.9)).toBe(1);
});

test('a loss that rises from step to step does not spike', () => {
  const rising = (factor: number) => Array.from({ length: 12 }, (_, step) => 1.1 * factor ** (step + 1));
  for (const factor of [1.1, 1.15, 1.2])
    expect([factor, spikesIn([...quiet(100), ...rising(factor)])]).toEqual([factor, 0]);
});

test('a run that has settled near zero does not spike by a little', () => {
  const settled = Array.from({ length: 200 }, (_, step) => (step < 20 ? 1 : 1e-4));
  expect(spikesIn([...settled, 0.01])).toBe(0);
  expect(spikesIn([...settled, 1])).toBe(1);
});

test('the small batch at the end of an epoch may deviate further', () => {
  const spikesAt = (size: number) => {
    const feed = new Feed();
    for (const [step, dataLoss] of [...quiet(100), 1.7, ...quiet(10)].entries())
      feed.train({ dataLoss, examples: 64 * (step + 1) - (step < 100 ? 0 : 64 - size) });
    return feed.signs.store.get('lossSpikes');
  };
  expect(spikesAt(64)).toBe(1);
  expect(spikesAt(4)).toBe(0);
});

test('batches of one example have heavier tails: a spike lies twice as far out', () => {
  const spikesAt = (size: number, height: number) => {
    const feed = new Feed();
    for (const [step, dataLoss] of [...quiet(100), height, ...quiet(10)].entries())
      feed.train({ dataLoss, examples: size * (step + 1) });
    expect(feed.signs.store.get('batchSize')).toBe(size);
    return feed.signs.store.get('lossSpikes');
  };
  for (const size of [32, 256]) expect([size, spikesAt(size, 1.7)]).toEqual([size, 1]);
  for (const size of [1, 4]) expect([size, spikesAt(size, 1.7)]).toEqual([size, 0]);
  for (const size of [1, 4]) expect([size, spikesAt(size, 2.6)]).toEqual([size, 1]);
});

test('a loop that tells its examples after the step has batches of that size too', () => {
  const spikesAt = (size: number) => {
    const feed = new Feed();
    for (const [step, dataLoss] of [...quiet(100), 1.7, ...quiet(10)].entries()) {
      feed.train({ dataLoss, examples: size * step });
      feed.send('report', { examples: size * (step + 1) });
    }
    expect(feed.signs.store.get('batchSize')).toBe(size);
    return feed.signs.store.get('lossSpikes');
  };
  expect(spikesAt(32)).toBe(1);
  expect(spikesAt(1)).toBe(0);
});

test('frames that were lost, or batches that became smaller for good, hide no spike', () => {
  const feed = new Feed();
  let examples = 0;
  const train = (dataLoss: number, size: number) => {
    examples += size;
    feed.train({ dataLoss, examples });
  };
  for (const loss of quiet(100)) train(loss, 1024);
  feed.step += 1000;
  examples += 32_000;
  for (const loss of quiet(200)) train(loss, 32);
  expect(feed.signs.store.get('lossSpikes')).toBe(0);
  train(4, 32);
  expect(feed.signs.store.get('lossSpikes')).toBe(1);
});

test('a loss that is not finite is counted elsewhere', () => {
  expect(spikesIn([...quiet(100), Number.NaN, Number.POSITIVE_INFINITY, ...quiet(10)])).toBe(0);
});
