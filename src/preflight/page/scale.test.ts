import { expect, test } from 'vitest';
import { scaleOf } from './scale.js';

const { NaN: nan, POSITIVE_INFINITY: infinite, MAX_VALUE: max, MIN_VALUE: min } = Number;

test.each([
  { name: 'some values', values: [3, 1, 2], options: {}, from: 1, to: 3 },
  { name: 'room on both sides', values: [10, 20], options: { margin: 0.1 }, from: 9, to: 21 },
  { name: 'no room below 0', values: [0.1, 20], options: { margin: 0.1 }, from: 0, to: 21.99 },
  { name: '0 with them', values: [3, 4], options: { withZero: true }, from: 0, to: 4 },
  { name: 'nothing but 0', values: [0, 0], options: { withZero: true }, from: 0, to: 1 },
  { name: 'all the same', values: [5, 5], options: {}, from: 4.5, to: 5.5 },
  { name: 'all 0', values: [0], options: {}, from: -1, to: 1 },
  { name: 'no value', values: [], options: {}, from: 0, to: 1 },
  { name: 'none that is finite', values: [nan, infinite], options: {}, from: 0, to: 1 },
  { name: 'powers', values: [1e-3, 1e3], options: { logarithmic: true }, from: 1e-3, to: 1e3 },
  { name: 'one power', values: [1], options: { logarithmic: true }, from: 10 ** -0.5, to: 10 ** 0.5 },
  { name: 'none above 0', values: [0, -3], options: { logarithmic: true }, from: 1, to: 10 },
])('$name: from $from to $to', ({ values, options, from, to }) => {
  const scale = scaleOf(values, options);
  expect(scale.from).toBeCloseTo(from, 9);
  expect(scale.to).toBeCloseTo(to, 9);
});

test.each([
  { logarithmic: false, values: [-max, max] },
  { logarithmic: false, values: [min, 2 * min] },
  { logarithmic: false, values: [1e-30, 1e30] },
  { logarithmic: false, values: [1e16, 1e16 + 2] },
  { logarithmic: false, values: [-5, -5] },
  { logarithmic: true, values: [min, max] },
  { logarithmic: true, values: [min] },
  { logarithmic: true, values: [max] },
  { logarithmic: true, values: [1, 1 + 1e-12] },
])('$values have places, logarithmic: $logarithmic', ({ logarithmic, values }) => {
  const scale = scaleOf(values, { logarithmic, margin: 0.1 });
  expect(scale.from).toBeLessThan(scale.to);
  expect(scale.ticks.length).toBeGreaterThan(1);
  expect(scale.ticks.length).toBeLessThanOrEqual(6);
  for (const value of [...values, ...scale.ticks.map((tick) => tick.value)])
    expect(Math.abs(scale.shareOf(value))).toBeLessThanOrEqual(11);
});

test.each([
  { value: 1, linear: true, logarithmic: true },
  { value: 0, linear: true, logarithmic: false },
  { value: -1, linear: true, logarithmic: false },
  { value: nan, linear: false, logarithmic: false },
  { value: infinite, linear: false, logarithmic: false },
])('$value has a place: linear $linear, logarithmic $logarithmic', ({ value, linear, logarithmic }) => {
  expect(scaleOf([1, 2]).has(value)).toBe(linear);
  expect(scaleOf([1, 2], { logarithmic: true }).has(value)).toBe(logarithmic);
});

test('100 000 values are no more than one', () => {
  expect(scaleOf(Array.from({ length: 100_000 }, (_, index) => index)).to).toBe(99_999);
});
