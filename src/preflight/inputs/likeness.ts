import type { Clock } from '../clock.js';

/** Vectors of one length, one after the other. */
export interface Vectors {
  readonly count: number;
  readonly length: number;
  readonly values: ArrayLike<number>;
}

/** Standard deviations at which a coordinate is cut, so that an outlier does not outweigh all others. */
const CUT = 3;
/** Rows of the matrix between two looks at the clock. */
const ROWS = 32;

/** Each coordinate with mean 0 and deviation 1 over the vectors; one that is constant is 0. */
export function standardized({ count, length, values }: Vectors): Vectors {
  const made = new Float32Array(count * length);
  for (let column = 0; column < length; column++) {
    let [mean, squares] = [0, 0];
    for (let row = 0; row < count; row++) mean += (values[row * length + column] as number) / count;
    for (let row = 0; row < count; row++) squares += ((values[row * length + column] as number) - mean) ** 2;
    const std = Math.sqrt(squares / count);
    // What rounding leaves of a constant is no spread.
    if (!(std > 1e-6 * Math.abs(mean))) continue;
    for (let row = 0; row < count; row++) {
      const off = ((values[row * length + column] as number) - mean) / std;
      made[row * length + column] = Math.max(-CUT, Math.min(CUT, off));
    }
  }
  return { count, length, values: made };
}

/** Each coordinate as its place, 0 to 1, among the values that it takes: how far numbers are apart does not matter. */
export function ranked({ count, length, values }: Vectors): Vectors {
  const made = new Float32Array(count * length);
  for (let column = 0; column < length; column++) {
    const own = Array.from({ length: count }, (_, row) => values[row * length + column] as number);
    const places = new Map([...new Set(own)].sort((a, b) => a - b).map((value, place) => [value, place]));
    for (const [row, value] of own.entries())
      made[row * length + column] = (places.get(value) ?? 0) / Math.max(1, places.size - 1);
  }
  return { count, length, values: made };
}

/** The inner product of every two vectors, [count, count]; undefined where the time is over before. */
export async function products({ count, length, values }: Vectors, clock: Clock) {
  const made = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    if (row % ROWS === 0) {
      await clock.pause('are inputs and labels paired?');
      if (clock.isOver()) return undefined;
    }
    for (let other = 0; other <= row; other++) {
      let sum = 0;
      const [a, b] = [row * length, other * length];
      for (let index = 0; index < length; index++)
        sum += (values[a + index] as number) * (values[b + index] as number);
      made[row * count + other] = made[other * count + row] = sum;
    }
  }
  return made;
}
