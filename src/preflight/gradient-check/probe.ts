import { dot, norm } from '../vectors.js';
import { compare } from './comparison.js';
import type { Direction } from './directions.js';
import type { Ground, Slope } from './ground.js';
import type { Comparison, Measured } from './judge.js';

/** Standard deviations that rounding may be away. */
const SIGMAS = 3;
/** Share of a gradient's length that its own rounding may reach in a single weight. */
const ROUNDING = 1e-3;

/** Compares the derivatives along a direction; they are told for a step of length one. */
export async function probe(
  { surface, loss, noise }: Ground,
  { place: { stand, values }, gradient }: Slope,
  direction: Direction,
  limit: number,
): Promise<Comparison> {
  const length = norm(direction.values);
  const measure = async (step: number): Promise<Measured> => {
    const moved = (by: number) => values.map((weight, index) => weight + by * (direction.values[index] ?? 0));
    const [ahead, back] = [moved(step), moved(-step)];
    const [above, below] = await Promise.all([
      surface.at([{ stand, values: ahead }]),
      surface.at([{ stand, values: back }]),
    ]);
    const by = step * length;
    return {
      step,
      // Float32 rounds the weights, too: the way that was really gone counts.
      analytic: (dot(ahead, gradient) - dot(back, gradient)) / (2 * by),
      numeric: (above - below) / (2 * by),
      left: (loss - below) / by,
      right: (above - loss) / by,
      noise: (SIGMAS * Math.SQRT2 * noise) / (2 * by),
    };
  };
  const widest = direction.values.reduce((most, each) => Math.max(most, Math.abs(each)), 0) / length;
  return compare(measure, { limit, least: ROUNDING * norm(gradient) * widest });
}
