import { expect, test } from 'vitest';
import { median, Peak, Recent, RunningMean, ranked } from './window.js';

/** By sorting, slowly. */
const middle = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return (low + high) / 2;
};
const some = (count: number, seed: number) =>
  Array.from(
    { length: count },
    (_, index) => Math.round(20 * Math.sin((index + 1) * 12.9898 * (seed + 1))) + 0.5,
  );

test.each([1, 2, 3, 4, 5, 6, 16, 17, 33, 1500])('the median of %d numbers is the middle one', (count) => {
  for (let seed = 0; seed < 20; seed++) {
    const numbers = some(count, seed);
    const recent = new Recent(count);
    for (const number of numbers) recent.push(number);
    expect(median(numbers)).toBe(middle(numbers));
    if (count <= 1024) expect(recent.median(count)).toBe(middle(numbers));
  }
});

test('the last numbers are given, however many were pushed', () => {
  const recent = new Recent(4);
  for (let number = 1; number <= 30; number++) {
    recent.push(number);
    const held = Array.from({ length: Math.min(4, number) }, (_, back) => number - back).reverse();
    expect([...recent.last(4)]).toEqual(held);
    expect([...recent.last(2)]).toEqual(held.slice(-2));
    expect([...recent.before(1)]).toEqual(held.slice(0, -1));
  }
});

test('a peak is the largest of the last steps', () => {
  const peak = new Peak(10);
  const numbers = some(200, 3);
  for (const [step, number] of numbers.entries())
    expect(peak.add(step, number)).toBe(Math.max(...numbers.slice(Math.max(0, step - 10), step + 1)));
});

test.each([3, 5, 7])('the median of %d numbers counts NaN as the largest', (count) => {
  const recent = new Recent(count);
  for (let number = 1; number < count; number++) recent.push(number);
  recent.push(Number.NaN);
  expect(recent.median(count)).toBe((count + 1) / 2);
});

test.each([1, 2, 15, 16, 17, 18, 64, 500])('every rank of %d numbers, NaN as the largest', (count) => {
  for (let seed = 0; seed < 10; seed++) {
    const numbers = some(count, seed).map((number, index) => (index % 7 === seed ? Number.NaN : number));
    const sorted = Float64Array.from(numbers).sort();
    for (let rank = -1; rank <= count; rank++) expect(ranked(numbers, rank)).toBe(sorted[rank] ?? Number.NaN);
  }
});

test('the mean of many numbers is exact where large ones cancel, and does not drift', () => {
  const mean = new RunningMean();
  expect(mean.value).toBeUndefined();
  for (const value of [1, 1e20, 3, -1e20]) mean.push(value);
  expect(mean.value).toBe(1);
  const long = new RunningMean();
  for (let count = 0; count < 1_000_000; count++) long.push(0.1);
  expect(long.value).toBe(0.1);
});
