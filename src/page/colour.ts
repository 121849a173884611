/**
 * Viridis, of matplotlib (CC0): its lightness rises evenly, so that it reads the same without hues and for every kind
 * of colour blindness. Every eighth of it, sRGB.
 */
const ANCHORS: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

/** A place on the map, 0 to 1, as red, green and blue, 0 to 255. */
export function colour(place: number): [number, number, number] {
  const last = ANCHORS.length - 1;
  const scaled = Math.min(1, Math.max(0, place)) * last;
  const low = Math.min(Math.floor(scaled), last - 1);
  const mix = (channel: 0 | 1 | 2) => {
    const [a, b] = [ANCHORS[low]?.[channel] ?? 0, ANCHORS[low + 1]?.[channel] ?? 0];
    return Math.round(a + (b - a) * (scaled - low));
  };
  return [mix(0), mix(1), mix(2)];
}

/**
 * NaN and ∞: of all colours that which is furthest, at its nearest, from the map and from what lies behind it, for
 * every kind of colour blindness (colour.test.ts computes it). Red, the usual one, is among the greens for many.
 */
export const NOT_FINITE: readonly [number, number, number] = [187, 0, 255];

/** A colour as CSS writes it. */
export const css = (rgb: readonly number[]): string => `rgb(${rgb.join(' ')})`;

/** The map as a CSS gradient, small values first. */
export const gradient = (): string => `linear-gradient(to right, ${ANCHORS.map(css).join(', ')})`;

/** From values to places on the map. */
export interface ColourScale {
  readonly low: number;
  readonly high: number;
  readonly place: (value: number) => number;
}

/** For shares: 0 to 1. */
export const shareScale: ColourScale = { low: 0, high: 1, place: (value) => value };

/** More decades than these are not told apart: a layer that is dead must not make all others look the same. */
const MOST_DECADES = 8;

/** Logarithmic, between powers of ten around the values, so that it seldom changes as values come. */
export function logScale(values: Iterable<number>): ColourScale {
  let [smallest, largest] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    if (value <= 0) continue;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  if (largest === 0) [smallest, largest] = [0.1, 1];
  const top = Math.ceil(Math.log10(largest));
  const bottom = Math.max(Math.min(Math.floor(Math.log10(smallest)), top - 1), top - MOST_DECADES);
  const place = (value: number) => (value <= 0 ? 0 : (Math.log10(value) - bottom) / (top - bottom));
  return { low: 10 ** bottom, high: 10 ** top, place };
}
