import { dot, norm } from '../vectors.js';
import { compare } from './comparison.js';
import type { Direction } from './directions.js';
import type { Ground, Slope } from './ground.js';
import { type Comparison, isSteady, type Measured } from './judge.js';

/** Standard deviations that rounding may be away. */
const SIGMAS = 3;
/** Share of a gradient's length that its own rounding may reach in a single weight. */
const ROUNDING = 1e-3;

/** Where, in steps, a gradient that seems wrong is looked at again. */
const BETWEEN = [-1, -0.5, -0.25, 0.25, 0.5, 1];

/** Compares the derivatives along a direction; they are told for a step of length one. */
export async function probe(
  { surface, loss, noise }: Ground,
  { place: { stand, values }, gradient }: Slope,
  direction: Direction,
  limit: number,
): Promise<Comparison> {
  const length = norm(direction.values);
  const moved = (by: number) => ({
    stand,
    values: values.map((weight, index) => weight + by * (direction.values[index] ?? 0)),
  });
  const measure = async (step: number): Promise<Measured> => {
    const [ahead, back] = [moved(step), moved(-step)];
    const [above, below] = await Promise.all([surface.at([ahead]), surface.at([back])]);
    const by = step * length;
    return {
      step,
      // Float32 rounds the weights, too: the way that was really gone counts.
      analytic: (dot(ahead.values, gradient) - dot(back.values, gradient)) / (2 * by),
      numeric: (above - below) / (2 * by),
      left: (loss - below) / by,
      right: (above - loss) / by,
      noise: (SIGMAS * Math.SQRT2 * noise) / (2 * by),
    };
  };
  const widest = direction.values.reduce((most, each) => Math.max(most, Math.abs(each)), 0) / length;
  const found = await compare(measure, { limit, least: ROUNDING * norm(gradient) * widest });
  if (found.verdict !== 'wrong') return found;
  const between: number[] = [];
  for (const share of BETWEEN) {
    const [there] = await surface.gradients([stand], [moved(share * found.step)]);
    between.push(dot(there ?? [], direction.values) / length);
  }
  return isSteady(found, between) ? found : { ...found, verdict: 'undecided' };
}
