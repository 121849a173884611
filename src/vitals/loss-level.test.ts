import { describe, expect, test } from 'vitest';
import { Feed } from './feed.js';

/** The vitals after training with a loss that goes through the given levels, 100 steps each. */
function trained(...losses: readonly (number | ((step: number) => number))[]) {
  const feed = new Feed();
  for (const loss of losses) {
    for (let step = 0; step < 100; step++) {
      feed.train({ dataLoss: typeof loss === 'number' ? loss : loss(step) });
    }
  }
  return feed.signs.store;
}

test('the swing of a loss around zero is told by its own first noise', () => {
  const noise = (step: number) => Math.sin(step * step * 12.9898);
  expect(
    trained(
      (step) => 0.1 * noise(step),
      (step) => 0.1 * noise(step),
    ).get('lossSwing'),
  ).toBeLessThan(0.5);
  const wilder = trained(
    (step) => 0.1 * noise(step),
    (step) => 2 * noise(step),
  );
  expect(wilder.get('lossSwing')).toBeGreaterThan(4);
});

describe('the divergence of a loss', () => {
  test('of positive losses is a ratio: to the best or, until it fell materially, to the start', () => {
    expect(trained(2, 1, 3).get('lossDivergence')).toBeCloseTo(3);
    expect(trained(2, 3).get('lossDivergence')).toBeCloseTo(1.5);
  });

  test.each([
    { name: 'fell below zero and exploded', losses: [3, -2, 277_000], about: 1 + 277_002 / 5 },
    { name: 'was negative from the start and rose', losses: [-5, 145], about: 1 + 150 / 5 },
    { name: 'fell to exactly zero and rose over its start', losses: [1, 0, 2], about: 3 },
  ])('of a loss that $name is its way up, over its start or its way down', ({ losses, about }) => {
    expect(trained(...losses).get('lossDivergence')).toBeCloseTo(about, 6);
  });

  test('counts a rise from a negative start, however steep, before anything was best', () => {
    expect(trained((step) => -5 + 10 * step).get('lossDivergence')).toBeGreaterThan(2);
  });

  test.each([
    { name: 'keeps falling below zero', losses: [3, 0.5, -2, -8] },
    { name: 'is negative and level', losses: [-5, -5] },
    { name: 'came back by half of its way', losses: [3, -3, 0] },
  ])('of a loss that $name stays under twice', ({ losses }) => {
    const divergence = trained(...losses).get('lossDivergence');
    expect(divergence).toBeGreaterThanOrEqual(1);
    expect(divergence).toBeLessThan(2);
  });
});

test('a loss that is noise around zero, as of a policy gradient, does not diverge', () => {
  // A sum of uniform numbers from a fixed sequence: about normal, with a standard deviation of 1.
  let seed = 1;
  const uniform = () => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 32;
  };
  const normal = () => Array.from({ length: 12 }, uniform).reduce((sum, x) => sum + x, -6);
  for (let run = 0; run < 10; run++) {
    const feed = new Feed();
    for (let step = 0; step < 1000; step++) {
      feed.train({ dataLoss: normal() });
      expect(feed.signs.store.get('lossDivergence') ?? 1, `at step ${step} of run ${run}`).toBeLessThan(2);
    }
  }
});

const RELATIVE = ['lossImprovement', 'lossBestImprovement', 'lossSwing', 'lossDivergence'] as const;

describe('a start that is no scale', () => {
  test.each([
    { name: 'zero', losses: [0, 0] },
    { name: 'zero, and later not', losses: [0, 1] },
    { name: 'below the resolution of float32', losses: [5e-8, -5e-8] },
  ])('$name leaves everything relative to it not measured', ({ losses }) => {
    const store = trained(...losses);
    expect(store.get('lossSmoothed')).toBeDefined();
    for (const key of RELATIVE) expect(store.get(key), key).toBeUndefined();
    expect(Number.isFinite(store.get('lossRise'))).toBe(true);
  });

  test('takes back what was measured while the start was still another', () => {
    // The mean of the first steps takes in more of them as the run goes on: it passes zero.
    const store = trained((step) => (step < 5 ? -1 : step < 10 ? 1 : 0));
    expect(store.get('lossInitial')).toBe(0);
    for (const key of RELATIVE) expect(store.get(key), key).toBeUndefined();
  });
});

test('a loss that swings with its data has been as high before, and does not diverge', () => {
  const feed = new Feed();
  const seen: number[] = [];
  for (let step = 0; step < 400; step++) {
    // Forty steps each of a folder that is known and of one that is not.
    feed.train({ dataLoss: step % 80 < 40 ? 0.2 : 1 });
    if (step > 240) seen.push(feed.signs.store.get('lossDivergence') ?? 0);
  }
  expect(Math.max(...seen)).toBeLessThan(2);
});

test('a loss that grows by orders of magnitude has diverged within a few steps', () => {
  const feed = new Feed();
  for (let step = 0; step < 200; step++) feed.train({ dataLoss: 1 / (1 + step / 20) });
  for (let step = 0; step < 12; step++) feed.train({ dataLoss: 10 ** step * 100 });
  expect(feed.signs.store.get('lossDivergence')).toBeGreaterThan(10);
});

test('a loss that fell below zero and stays there has not diverged', () => {
  const feed = new Feed();
  for (let step = 0; step < 400; step++) {
    const noise = 0.05 * Math.sin(step * step);
    feed.train({ dataLoss: Math.max(-5, -1 - step / 20) + noise });
    expect(feed.signs.store.get('lossDivergence') ?? 0).toBeLessThan(2);
  }
});

describe('a loss that jumps', () => {
  const noise = (step: number) => 1 + 0.2 * Math.sin(step * step * 12.9898);
  /** From 1 down to 0.01 in 150 steps, then up at once; `since` is the course from there on. */
  const divergences = (since: (step: number) => number) => {
    const feed = new Feed();
    return Array.from({ length: 270 }, (_, step) => {
      const loss = step < 150 ? 0.01 + Math.exp(-step / 20) : since(step - 150);
      feed.train({ dataLoss: loss * noise(step) });
      return feed.signs.store.get('lossDivergence') ?? 0;
    });
  };

  test('and comes down since, below its start, has not diverged: its data became harder', () => {
    const seen = divergences((step) => 0.25 * Math.exp(-step / 150));
    expect(Math.max(...seen.slice(0, 150))).toBeLessThan(2);
    // For some steps nobody can know what comes; the symptom asks for twenty in a row.
    const runs = seen.map((_, at) => Math.min(...seen.slice(at, at + 20)));
    expect(Math.max(...runs.slice(175, 250))).toBe(1);
  });

  test.each([
    { name: 'and stays there', since: () => 0.4 },
    { name: 'too far, and then stays', since: (step: number) => 0.3 + 0.4 * Math.exp(-step / 8) },
    { name: 'and goes on rising', since: (step: number) => 0.25 * Math.exp(step / 150) },
    {
      name: 'to above its start, though it comes down since',
      since: (step: number) => 3 * Math.exp(-step / 150),
    },
  ])('$name has diverged', ({ since }) => {
    const seen = divergences(since);
    expect(Math.min(...seen.slice(250))).toBeGreaterThan(2);
  });
});

describe('a loss of other data than its best was of', () => {
  const wave = (step: number) => Math.sin(step * step * 12.9898);
  /** Down from 1 to 0.02 in 150 steps; `since` is the course from there on, `std` that of the inputs. */
  const course = (since: (step: number) => number, std: (step: number) => number = () => 1) => {
    const feed = new Feed();
    const seen: number[] = [];
    for (let step = 0; step < 275; step++) {
      const later = step - 150;
      feed.train({
        dataLoss: later < 0 ? 0.02 + Math.exp(-step / 20) : since(later) * (1 + 0.1 * wave(step)),
        gradientNorm: 1 + 0.2 * wave(step),
        learningRate: 0.1,
        'inputMean x': 0.05 * wave(step),
        'inputStd x': std(later) * (1 + 0.05 * wave(step + 7)),
      });
      seen.push(feed.signs.store.get('lossDivergence') ?? 0);
    }
    // The symptom asks for twenty steps in a row.
    return Math.max(...seen.map((_, at) => Math.min(...seen.slice(at, at + 20))));
  };
  const rising = (step: number) => 0.02 + 0.004 * step;
  const widening = (step: number) => 1 + Math.max(0, step) / 100;

  test('that became harder bit by bit has not diverged below its start; of the same data it has', () => {
    expect(course(rising, widening)).toBeLessThan(2);
    expect(course(rising)).toBeGreaterThan(2);
  });

  test('above its start has diverged whatever the data are', () => {
    expect(course((step) => 0.02 + 0.03 * step, widening)).toBeGreaterThan(2);
  });

  test('that jumped by itself, and is learned since, has not diverged, above its start neither', () => {
    expect(course((step) => 0.6 + 2 * Math.exp(-step / 40))).toBeLessThan(2);
  });
});

test('a loss that comes back all the way from a jump is told by its last steps, not by its window', () => {
  const feed = new Feed();
  const seen: number[] = [];
  for (let step = 0; step < 300; step++) {
    const dataLoss = step < 200 ? 0.05 + Math.exp(-step / 20) : 0.05 + 1.3 * Math.exp(-(step - 200) / 18);
    feed.train({ dataLoss });
    seen.push(feed.signs.store.get('lossDivergence') ?? 0);
  }
  const runs = seen.map((_, at) => Math.min(...seen.slice(at, at + 20)));
  expect(Math.max(...runs.slice(180))).toBeLessThan(2);
});

describe('the fall of a loss', () => {
  const falls = (loss: (step: number) => number) => {
    const feed = new Feed();
    for (let step = 0; step < 120; step++) feed.train({ dataLoss: loss(step) });
    return feed.signs.store.get('lossFall');
  };
  const wave = (step: number) => 0.02 * Math.sin(step * step * 12.9898);

  test('is what it comes to in 100 steps, as a share of the start', () => {
    expect(falls((step) => 2 - 0.001 * step)).toBeCloseTo(0.1 / 2, 2);
  });

  test('is 0 where noise may be all there is, or where it rises', () => {
    expect(falls((step) => 0.7 + wave(step))).toBe(0);
    expect(falls((step) => 0.7 - 0.00005 * step + wave(step))).toBe(0);
    expect(falls((step) => 0.7 + 0.001 * step)).toBe(0);
    expect(falls(() => 0.7)).toBe(0);
  });

  test('of a plateau that is being left is there before the loss is far below its start', () => {
    const leaving = (step: number) => 0.7 - (step > 70 ? 0.0005 * (step - 70) : 0) + wave(step);
    expect(falls(leaving)).toBeGreaterThan(0.03);
  });
});
