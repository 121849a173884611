/** Numbers in [0, 1) that are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const rare = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30, 1e-30, 5e-324, 0, -1];

/** A number as runs have them, around 1 over two magnitudes, and one in fifty that does harm. */
export const nasty = (random: () => number): number =>
  random() < 0.02 ? (rare[Math.floor(random() * rare.length)] ?? 0) : 10 ** (2 * random() - 1);

/** The same, of what cannot be below zero. */
export const nastySize = (random: () => number): number => Math.abs(nasty(random));

/** Whether two numbers are the same but for the last digits of a double, however large or small they are. */
export function agree(found: number | undefined, expected: number | undefined, tolerance = 1e-12): boolean {
  if (found === undefined || expected === undefined) return found === expected;
  return (
    Object.is(found, expected) ||
    found === expected ||
    Math.abs(found - expected) <= tolerance * Math.max(Math.abs(found), Math.abs(expected))
  );
}

/** By sorting; NaN counts as the largest. */
export function slowMedian(numbers: readonly number[]): number {
  if (numbers.length === 0) return Number.NaN;
  const sorted = [...numbers].sort(
    (a, b) => (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0) || (a < b ? -1 : a > b ? 1 : 0),
  );
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** By adding in pairs of halves: the error grows with the logarithm of the number of numbers alone. */
export function slowMean(numbers: readonly number[]): number {
  const total = (from: number, to: number): number =>
    to - from <= 1 ? (numbers[from] ?? 0) : total(from, (from + to) >> 1) + total((from + to) >> 1, to);
  return total(0, numbers.length) / numbers.length;
}

/** By adding one after the other, of a few numbers. */
export function plainMean(numbers: readonly number[], of = (number: number) => number): number {
  let total = 0;
  for (const number of numbers) total += of(number);
  return total / numbers.length;
}
