import { expect, test } from 'vitest';
import { colour, gradient, logScale, shareScale } from './colour.js';

/** Relative luminance, after WCAG. */
const luminance = (rgb: readonly number[]) => {
  const linear = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
};

test('larger is lighter everywhere: the map reads without hues', () => {
  const lights = Array.from({ length: 101 }, (_, index) => luminance(colour(index / 100)));
  for (const [index, light] of lights.entries())
    if (index > 0) expect(light).toBeGreaterThan(lights[index - 1] ?? 0);
});

test('what is beyond the ends has the colour of the end', () => {
  expect(colour(-1)).toEqual([68, 1, 84]);
  expect(colour(2)).toEqual([253, 231, 37]);
});

test('the legend has the colours of the map', () => expect(gradient()).toContain('rgb(33 144 141)'));

test.each([
  [[0.02, 3], 0.01, 10],
  [[5], 1, 10],
  [[10], 1, 10],
  [[0, 0], 0.1, 1],
  [[], 0.1, 1],
  [[1e-30, 1], 1e-8, 1],
])('the scale of %j goes from %d to %d', (values, low, high) => {
  const scale = logScale(values);
  expect(scale.low).toBeCloseTo(low, 12);
  expect(scale.high).toBeCloseTo(high, 12);
});

test('a decade is as wide as another; zero is at the low end', () => {
  const { place } = logScale([0.01, 100]);
  expect([0, 0.01, 0.1, 1, 100].map(place)).toEqual([0, 0, 0.25, 0.5, 1]);
});

test('shares are themselves', () => expect(shareScale.place(0.3)).toBe(0.3));
