import type { LossSurface } from './loss-surface.js';
import type { Place } from './starting-point.js';

/** Distance of two points of a line, in units of the weights' size: far enough for all roundings to change. */
const SPACING = 1e-4;
const POINTS = 9;
const LINES = 2;

/**
 * The standard deviation of the rounding in a computed loss (ECNoise: Moré & Wild 2011, "Estimating computational noise"):
 * along a line, fourth differences of what is smooth vanish, and those of the rounding stay. Measured rather than taken
 * from float32's precision, as tensor cores may multiply in less.
 */
export async function noiseOf(
  surface: LossSurface,
  places: readonly Place[],
  random: () => number,
  isOver: () => boolean = () => false,
): Promise<number> {
  const differences: number[] = [];
  let level = 0;
  for (let line = 0; line < LINES; line++) {
    const signs = places.map(({ values }) => values.map(() => (random() < 0.5 ? -1 : 1)));
    const losses: number[] = [];
    for (let point = 0; point < POINTS && !isOver(); point++) {
      const by = SPACING * (point - (POINTS - 1) / 2);
      losses.push(
        await surface.at(
          places.map(({ stand, values, scale }, which) => ({
            stand,
            values: values.map((weight, index) => weight + by * scale * (signs[which]?.[index] ?? 0)),
          })),
        ),
      );
    }
    level = Math.max(level, ...losses.map(Math.abs));
    differences.push(...fourthDifferences(losses));
  }
  return Math.max(medianOf(differences) / Math.sqrt(70) / 0.6745, FLOOR * level);
}

/** Rounding that a few points may miss: a tenth of float32's, as the sum over the examples is not rounded to it. */
const FLOOR = 0.1 * 2 ** -24;

/** Absolute values; the variance of one is 1² + 4² + 6² + 4² + 1² = 70 times that of the noise. */
export function fourthDifferences(values: readonly number[]): number[] {
  let differences = [...values];
  for (let order = 0; order < 4; order++)
    differences = differences.slice(1).map((value, index) => value - (differences[index] ?? 0));
  return differences.map(Math.abs);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
