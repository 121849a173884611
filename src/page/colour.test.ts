import { expect, test } from 'vitest';
import { colour, gradient, logScale, NOT_FINITE, shareScale } from './colour.js';

type Triple = readonly [number, number, number];
const linear = (rgb: Triple): Triple => {
  const one = (value: number) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return [one(rgb[0]), one(rgb[1]), one(rgb[2])];
};
const times = (rows: readonly Triple[], [x, y, z]: Triple) => rows.map(([a, b, c]) => a * x + b * y + c * z);

/** Relative luminance, after WCAG. */
const luminance = (rgb: Triple) => times([[0.2126, 0.7152, 0.0722]], linear(rgb))[0] ?? 0;

/** CIELAB of linear sRGB, D65. */
const lab = (rgb: readonly number[]) => {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => Math.min(1, Math.max(0, value)));
  const xyz: Triple[] = [
    [0.4124 / 0.9505, 0.3576 / 0.9505, 0.1805 / 0.9505],
    [0.2126, 0.7152, 0.0722],
    [0.0193 / 1.0888, 0.1192 / 1.0888, 0.9505 / 1.0888],
  ];
  const [x = 0, y = 0, z = 0] = times(xyz, [r, g, b]).map((t) =>
    t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116,
  );
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};

/** How linear sRGB is seen, after Machado, Oliveira and Fernandes (2009), severity 1. */
const sights: Readonly<Record<string, readonly Triple[]>> = {
  'all colours': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

test.each(
  Object.entries(sights),
)('who sees %s tells what is not finite from any number, and from none', (_, sight) => {
  const seen = (rgb: Triple) => lab(times(sight, linear(rgb)));
  // The map, and --raised and --line of style.css, light and dark: what was not measured is hatched in them.
  const others: Triple[] = [
    ...Array.from({ length: 101 }, (_, index) => colour(index / 100)),
    [0xf5, 0xf7, 0xf9],
    [0xd5, 0xdb, 0xe1],
    [0x19, 0x1f, 0x26],
    [0x34, 0x3d, 0x47],
  ];
  const own = seen(NOT_FINITE);
  // 2.3 is a just noticeable difference (Mahy and others, 1994).
  for (const other of others)
    expect(Math.hypot(...seen(other).map((v, i) => v - (own[i] ?? 0)))).toBeGreaterThan(40);
});

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
