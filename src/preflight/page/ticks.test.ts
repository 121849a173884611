import { describe, expect, test } from 'vitest';
import { linearTicks, logarithmicTicks } from './ticks.js';

const labels = (ticks: readonly { label: string }[]) => ticks.map(({ label }) => label);

test.each([
  { from: 0, to: 1, expected: ['0', '0.2', '0.4', '0.6', '0.8', '1.0'] },
  { from: 0, to: 20, expected: ['0', '5', '10', '15', '20'] },
  { from: -1, to: 1, expected: ['-1.0', '-0.5', '0', '0.5', '1.0'] },
  { from: 0.3, to: 0.7, expected: ['0.3', '0.4', '0.5', '0.6', '0.7'] },
  { from: 0, to: 60000, expected: ['0', '20000', '40000', '60000'] },
  { from: 0, to: 1e30, expected: ['0', '2e29', '4e29', '6e29', '8e29', '1e30'] },
  { from: 0, to: 3e-30, expected: ['0', '1e-30', '2e-30', '3e-30'] },
  {
    from: 1e9 + 1,
    to: 1e9 + 4,
    expected: ['1.000000001e9', '1.000000002e9', '1.000000003e9', '1.000000004e9'],
  },
  { from: -1e300, to: 1e300, expected: ['-1e300', '-5e299', '0', '5e299', '1e300'] },
])('linear from $from to $to: $expected', ({ from, to, expected }) => {
  expect(labels(linearTicks(from, to))).toEqual(expected);
});

test.each([
  { from: 1e-3, to: 1, expected: ['0.001', '0.01', '0.1', '1'] },
  { from: 1e-3, to: 1e3, expected: ['0.01', '1', '100'] },
  { from: 1e-30, to: 1e30, expected: ['1e-24', '1e-12', '1', '1e12', '1e24'] },
  { from: 1e-8, to: 1, expected: ['1e-8', '1e-6', '1e-4', '1e-2', '1'] },
  { from: 1, to: 10, expected: ['1', '3', '10'] },
  { from: 0.15, to: 90, expected: ['0.3', '1', '3', '10', '30'] },
  { from: 2.3019, to: 2.31, expected: ['2.302', '2.304', '2.306', '2.308', '2.310'] },
])('logarithmic from $from to $to: $expected', ({ from, to, expected }) => {
  expect(labels(logarithmicTicks(from, to))).toEqual(expected);
});

describe('whatever the range', () => {
  const exponents = [-300, -30, -8, -3, -1, 0, 1, 4, 9, 30, 300];
  const ranges = exponents.flatMap((low) =>
    [1.01, 1.5, 3, 10, 47, 1e3, 1e7].map((factor) => [3 * 10 ** low, 3 * 10 ** low * factor] as const),
  );

  test.each([
    { name: 'linear', ticks: linearTicks },
    { name: 'logarithmic', ticks: logarithmicTicks },
  ])('$name ticks are 2 to 6, within it, in order, and each is named by its number', ({ ticks }) => {
    for (const [from, to] of ranges) {
      const found = ticks(from, to);
      const values = found.map(({ value }) => value);
      expect(found.length, `${from} to ${to}`).toBeGreaterThanOrEqual(2);
      expect(found.length, `${from} to ${to}`).toBeLessThanOrEqual(6);
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(new Set(labels(found)).size).toBe(found.length);
      for (const { value, label } of found) {
        expect(value).toBeGreaterThanOrEqual(from * (1 - 1e-6));
        expect(value).toBeLessThanOrEqual(to * (1 + 1e-6));
        expect(Number(label) / value).toBeCloseTo(1, 6);
      }
    }
  });
});
