import { mean } from './window.js';

/** Standard deviation, and lag-one autocorrelation, 0 of numbers that deviate from nothing. */
interface Deviation {
  readonly swing: number;
  readonly rhythm: number;
}

/** Of fewer numbers the newer half is calm by chance. */
const LEAST = 32;
/** Numbers whose newer half deviates by less than this share of what all of them do broke off before it. */
const OVER = 0.5;

/** Standard deviation around the least-squares line. */
export const swing = (numbers: Float64Array): number => aroundLine(numbers).swing;

/**
 * How numbers deviate from their least-squares line: the newer half of them where it is calm. A loss whose data became
 * harder jumps once and stays there; a jump is no swing, and what follows it is what the run does now.
 */
export function deviation(numbers: Float64Array): Deviation {
  const all = aroundLine(numbers);
  if (numbers.length < LEAST) return all;
  const newer = aroundLine(numbers.subarray(numbers.length >> 1));
  if (newer.swing < OVER * all.swing) return newer;
  return newer.rhythm < OVER * all.rhythm ? { swing: all.swing, rhythm: newer.rhythm } : all;
}

/** Standard errors that a slope must be away from level. */
const CERTAIN = 3;

/** How far numbers fall from one to the next, by their least-squares line; 0 where that may be chance. */
export function fall(numbers: Float64Array): number {
  const { slope, spread, swing: deviation } = aroundLine(numbers);
  const error = deviation / Math.sqrt(spread);
  return -slope > CERTAIN * error ? -slope : 0;
}

function aroundLine(numbers: Float64Array): Deviation & { readonly slope: number; readonly spread: number } {
  const center = (numbers.length - 1) / 2;
  const level = mean(numbers);
  let cross = 0;
  let spread = 0;
  for (let index = 0; index < numbers.length; index++) {
    cross += (index - center) * ((numbers[index] ?? 0) - level);
    spread += (index - center) ** 2;
  }
  const slope = spread === 0 ? 0 : cross / spread;
  let squares = 0;
  let products = 0;
  let before = 0;
  for (let index = 0; index < numbers.length; index++) {
    const off = (numbers[index] ?? 0) - level - slope * (index - center);
    squares += off * off;
    products += off * before;
    before = off;
  }
  return {
    swing: Math.sqrt(squares / numbers.length),
    rhythm: squares > 0 ? products / squares : 0,
    slope,
    spread,
  };
}

/** Where numbers jump: the place at which two levels, one before it and one after, fit them best. */
export function jumpIn(numbers: Float64Array): number {
  let total = 0;
  for (const x of numbers) total += x;
  let before = 0;
  let best = Number.NEGATIVE_INFINITY;
  let place = 0;
  for (let count = 1; count < numbers.length; count++) {
    before += numbers[count - 1] ?? 0;
    // What two levels explain of the squares, but for what does not depend on the place.
    const explained = before ** 2 / count + (total - before) ** 2 / (numbers.length - count);
    if (explained > best) [best, place] = [explained, count];
  }
  return place;
}
