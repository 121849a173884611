import type { Values } from './line.js';

/** What one pass over a tensor gives. Sums are taken in float64. */
export interface Moments {
  sum: number;
  squares: number;
  abs: number;
  max: number;
  nonzeros: number;
}

/** Σx, Σx², Σ|x|, max|x| and the number of values that are not 0; NaN wherever it stood goes through to all but the last. */
export function momentsOf(x: Values): Moments {
  let sum = 0;
  let squares = 0;
  let abs = 0;
  let max = 0;
  let nonzeros = 0;
  for (let index = 0; index < x.length; index++) {
    const value = x[index] as number;
    const size = value < 0 ? -value : value;
    sum += value;
    squares += value * value;
    abs += size;
    if (size > max) max = size;
    if (value !== 0) nonzeros++;
  }
  return { sum, squares, abs, max: Number.isNaN(sum) && Number.isNaN(abs) ? Number.NaN : max, nonzeros };
}

export function sumSquaresOf(x: Values): number {
  let squares = 0;
  for (let index = 0; index < x.length; index++) squares += (x[index] as number) * (x[index] as number);
  return squares;
}

export function sumSquaredDifferenceOf(a: Values, b: Values): number {
  let squares = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = Math.fround((a[index] as number) - (b[index] as number));
    squares += difference * difference;
  }
  return squares;
}

/** A new line, value by value. */
export function mapped(size: number, value: (index: number) => number): Float32Array {
  const line = new Float32Array(size);
  for (let index = 0; index < size; index++) line[index] = value(index);
  return line;
}

/** How many values are so; NaN where one is NaN, of which nothing can be said. */
export function counted(x: Values, isSo: (value: number) => boolean): number {
  let count = 0;
  for (let index = 0; index < x.length; index++) {
    const value = x[index] as number;
    if (Number.isNaN(value)) return Number.NaN;
    if (isSo(value)) count++;
  }
  return count;
}

/** For each unit, the last axis, how many of its values lie below `low` or above `high`. */
export function unitsOutside(x: Values, units: number, low: number, high: number): Float32Array {
  const counts = new Float32Array(units);
  for (let at = 0; at < x.length; at += units)
    for (let unit = 0; unit < units; unit++) {
      const value = x[at + unit] as number;
      if (value > high || value < low) counts[unit] = (counts[unit] as number) + 1;
    }
  return counts;
}

/** Σ over rows of Σ(x − mean of the row)². */
export function sumSquaresAroundRowsOf(x: Values, units: number): number {
  let around = 0;
  for (let at = 0; at < x.length; at += units) {
    let sum = 0;
    for (let unit = 0; unit < units; unit++) sum += x[at + unit] as number;
    const mean = sum / units;
    for (let unit = 0; unit < units; unit++) around += ((x[at + unit] as number) - mean) ** 2;
  }
  return around;
}
