import { describe, expect, test } from 'vitest';
import { Feed, layoutOf } from './feed.js';

const x = { input: 'x' };
const batch = (mean: number, std: number) => ({ 'inputMean x': mean, 'inputStd x': std });

describe('scale', () => {
  test('is the root mean square over batches, after three', () => {
    const feed = new Feed();
    const seen = [3, 3, 3].map((mean) => {
      feed.train(batch(mean, 4));
      return feed.signs.store.get('inputScale', x);
    });
    expect(seen).toEqual([undefined, undefined, 5]);
  });

  test('is not told where no layer weighs the input as it is', () => {
    const feed = new Feed({ ...layoutOf(1), inputs: [{ input: 'x', isScaleSeen: false }] });
    for (let step = 0; step < 9; step++) feed.train(batch(100, 50));
    expect(feed.signs.store.get('inputScale', x)).toBeUndefined();
  });

  test('an input that is zero has none', () => {
    const feed = new Feed();
    for (let step = 0; step < 9; step++) feed.train(batch(0, 0));
    expect(feed.signs.store.get('inputScale', x)).toBeUndefined();
  });
});

describe('unchanged steps', () => {
  const same = { ...batch(0, 1), 'inputChange x': 0 };
  const other = { ...batch(0, 1), 'inputChange x': 0.5 };
  const steps = (feed: Feed) => feed.signs.store.get('inputUnchangedSteps', x);

  test('count while the same batch comes again, and begin anew with another', () => {
    const feed = new Feed();
    feed.train(batch(0, 1));
    for (let step = 0; step < 7; step++) feed.train(same);
    expect(steps(feed)).toBe(7);
    feed.train(other);
    expect(steps(feed)).toBe(0);
  });

  test('count a constant from the first step', () => {
    const feed = new Feed();
    for (let step = 0; step < 7; step++) feed.train(batch(5, 0));
    expect(steps(feed)).toBe(7);
  });

  test('are steps, whatever the sampling interval', () => {
    const feed = new Feed();
    for (let step = 0; step < 66; step++) {
      const at = step % 16;
      feed.train(at === 0 ? batch(0, 1) : at === 1 ? { 'inputChange x': 0 } : {}, at === 0);
    }
    expect(steps(feed)).toBe(65);
  });

  test('are not told by batches that were measured apart', () => {
    const feed = new Feed();
    for (let step = 0; step < 200; step++) feed.train(step % 50 === 0 ? batch(0, 1) : {}, step % 50 === 0);
    expect(steps(feed)).toBe(0);
  });

  test('need three looks that agree', () => {
    const feed = new Feed();
    feed.train(other);
    for (let step = 0; step < 99; step++) feed.train({});
    feed.train(same);
    expect(steps(feed)).toBe(0);
  });

  test('are none where each epoch has one batch', () => {
    const feed = new Feed();
    for (let step = 0; step < 40; step++) feed.train({ ...same, epochs: step });
    expect(steps(feed)).toBe(0);
  });

  test('a batch of hundreds may be all there is, unless epochs say that it is not', () => {
    const told = (epochs: number) => {
      const feed = new Feed();
      feed.train({ ...batch(0, 1), examples: 256, epochs });
      for (let step = 2; step < 40; step++) feed.train({ ...same, examples: 256 * step, epochs });
      return steps(feed);
    };
    expect(told(0)).toBe(0);
    expect(told(1)).toBeGreaterThan(20);
  });
});
