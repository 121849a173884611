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

/** From 1 to 1.4, by no rule. */
const between = (step: number) => 1 + 0.4 * ((43_758.5453 * Math.abs(Math.sin(12.9898 * step + 1))) % 1);

/** Steps with a gradient norm: losses go up from `at` on as `since` has it, gradients as `norms` has it. */
function withGradients(
  since: (step: number) => number | undefined,
  norms: (step: number) => number,
  more: (step: number) => Readonly<Record<string, number>> = () => ({}),
) {
  const feed = new Feed();
  const counts: number[] = [];
  for (let step = 0; step < 140; step++) {
    const dataLoss = (step >= 100 ? since(step - 100) : undefined) ?? noise(step);
    const gradientNorm = between(step) * norms(step - 100);
    feed.train({ dataLoss, gradientNorm, learningRate: 0.1, ...more(step - 100) });
    // A loop that tells of its step afterwards is another frame of the same step.
    feed.send('report', { examples: 32 * (step + 1) });
    counts.push(feed.signs.store.get('lossSpikes') ?? 0);
  }
  return counts;
}
const once = (step: number) => (step === 0 ? 4 : undefined);
const forGood = (step: number) => 3 + Math.exp(-step / 20);
const usual = () => 1;

test('a jump that stays, though no update was larger than usual, is of other data and no spike', () => {
  expect(withGradients(forGood, usual).at(-1)).toBe(0);
  expect(withGradients(forGood, (step) => (step < 0 ? 1 : 4)).at(-1)).toBe(0);
});

test('a jump that stays since an update threw it there is a spike, at once', () => {
  const thrown = withGradients(forGood, (step) => (step === -1 ? 10 : 1));
  expect(thrown.indexOf(1)).toBe(100);
  // A slip of the learning rate: the gradient was usual.
  const slipped = withGradients(forGood, usual, (step) => ({ learningRate: step === -1 ? 10 : 0.1 }));
  expect(slipped.indexOf(1)).toBe(100);
});

test('a jump that stays since the weights were set is a spike; where they are set all the time it says nothing', () => {
  const restored = withGradients(forGood, usual, (step) => ({ weightSets: Number(step >= 0) }));
  expect(restored.indexOf(1)).toBe(100);
  const clipped = withGradients(forGood, usual, (step) => ({ weightSets: 200 + step }));
  expect(clipped.at(-1)).toBe(0);
});

test('a jump of some steps is a spike once it has come back by half', () => {
  const two = withGradients(
    (step) => (step < 2 ? 4 : undefined),
    (step) => (step === 0 ? 3 : 1),
  );
  expect(two.indexOf(1)).toBe(102);
  expect(two.at(-1)).toBe(1);
});

test('where the gradient of a jump is as usual, a loss that bears outliers must be twice as far out', () => {
  const high = (loss: number) => withGradients((step) => (step === 0 ? loss : undefined), usual).at(-1);
  expect(high(2)).toBe(0);
  expect(high(3)).toBe(1);
  expect(withGradients(once, (step) => (step === 0 ? 3 : 1)).at(-1)).toBe(1);
});

test('where gradients are clipped, a jump that stays may have been an update: it is a spike', () => {
  expect(withGradients(forGood, (step) => 1 / between(step + 100)).indexOf(1)).toBe(100);
});

test('a stretch of bad batches that ends at once is a spike when it does; what is learned bit by bit is none', () => {
  const stretch = withGradients((step) => (step < 12 ? 4 : undefined), usual);
  expect(stretch.indexOf(1)).toBe(112);
  expect(withGradients((step) => 1 + 3 * Math.exp(-step / 6), usual).at(-1)).toBe(0);
});

test('a jump that stays, and since which gradients are clipped, may have been an update: it is a spike', () => {
  const clipped = (step: number) => (step >= -1 ? 2.5 / between(step + 100) : 1);
  expect(withGradients(forGood, clipped).at(-1)).toBe(1);
});
