import { expect, test } from 'vitest';
import type { Column } from './contract.js';
import { cellText, gridOf, indexOfStep, paint } from './heat-grid.js';
import { Store } from './store.js';

const column = (at: number, gradientNorm?: (number | null)[]): Column => ({
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

test('a step is found in its column', () => {
  expect([50, 51, 90, 91].map((step) => indexOfStep(grid, step))).toEqual([0, 1, 4, undefined]);
});

test('the scale spans what was measured', () => expect([grid.scale.low, grid.scale.high]).toEqual([0.1, 10]));
