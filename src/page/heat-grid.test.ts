import { expect, test } from 'vitest';
import { NOT_FINITE } from './colour.js';
import { cellText, gridOf, indexOfStep, paint } from './heat-grid.js';
import type { Seen } from './seen.js';
import { Store } from './store.js';

const column = (at: number, gradientNorm?: (number | null)[]): Seen => ({
  at,
  step: (at + 1) * 10,
  scalars: {},
  ...(gradientNorm ? { gradientNorm } : {}),
});

const store = new Store();
store.width = 10;
store.layers = ['a', 'b'];
// Columns 4 and 6 measured nothing of layers, 7 is not there.
store.columns.push(column(4), column(5, [1, null]), column(6), column(8, [0.1, 10]));
const grid = gridOf(store, 'gradientNorm');

test('a column without a measurement shows the one before it, and says so', () => {
  expect(grid.count).toBe(5);
  expect([0, 1, 2, 3, 4].map((index) => cellText(grid, 0, index))).toEqual([
    'a, 10 steps to step 50: gradient norm not measured',
    'a, 10 steps to step 60: gradient norm 1',
    'a, 10 steps to step 70: gradient norm 1 (measured at step 60)',
    'a, 10 steps to step 70: gradient norm 1 (measured at step 60)',
    'a, 10 steps to step 90: gradient norm 0.1',
  ]);
});

test('pixels are clear where nothing was measured, and painted from a column on', () => {
  const alpha = (from: number) => {
    const pixels = new Uint8ClampedArray(4 * 2 * (5 - from));
    paint(grid, from, pixels);
    return [...pixels].filter((_, index) => index % 4 === 3);
  };
  expect(alpha(0)).toEqual([0, 255, 255, 255, 255, 0, 0, 0, 0, 255]);
  expect(alpha(3)).toEqual([255, 255, 0, 255]);
});

test('what is not finite is painted in a colour of its own, told as it is, and leaves the scale alone', () => {
  const wrong = new Store();
  wrong.layers = ['a', 'b', 'c'];
  wrong.columns.push(column(0, [Number.NaN, Number.POSITIVE_INFINITY, 5]));
  const { scale, ...rest } = gridOf(wrong, 'gradientNorm');
  expect([scale.low, scale.high]).toEqual([1, 10]);
  const pixels = new Uint8ClampedArray(4 * 3);
  paint({ scale, ...rest }, 0, pixels);
  expect([...pixels.slice(0, 8)]).toEqual([...NOT_FINITE, 255, ...NOT_FINITE, 255]);
  expect([...pixels.slice(8, 11)]).not.toEqual([...NOT_FINITE]);
  expect([0, 1].map((layer) => cellText({ scale, ...rest }, layer, 0))).toEqual([
    'a, step 10: gradient norm NaN',
    'b, step 10: gradient norm ∞',
  ]);
});

test('a step is found in its column', () => {
  expect([50, 51, 90, 91].map((step) => indexOfStep(grid, step))).toEqual([0, 1, 4, undefined]);
});

test('the scale spans what was measured', () => expect([grid.scale.low, grid.scale.high]).toEqual([0.1, 10]));
