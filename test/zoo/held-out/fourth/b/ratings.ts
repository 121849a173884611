import type * as tfjs from '@tensorflow/tfjs';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

export interface Ratings {
  /** [count, 2]: who, and what. */
  readonly pairs: tfjs.Tensor;
  /** About 0, of about unit scale. */
  readonly stars: tfjs.Tensor;
  readonly people: number;
  readonly things: number;
}

/** Stars that people gave things: two tastes, the mood of a person, the fame of a thing, and noise. */
export function ratings(
  tf: Tf,
  seed: number,
  { count = 4000, people = 60, things = 45, noise = 0.4 } = {},
): Ratings {
  const random = new Random(seed + 131);
  const tastes = Array.from({ length: people }, () => random.normals(3));
  const traits = Array.from({ length: things }, () => random.normals(3));
  const pairs: number[][] = [];
  const stars: number[] = [];
  for (let at = 0; at < count; at++) {
    const who = random.integer(people);
    const what = random.integer(things);
    const [a = 0, b = 0, mood = 0] = tastes[who] ?? [];
    const [c = 0, d = 0, fame = 0] = traits[what] ?? [];
    pairs.push([who, what]);
    stars.push(0.6 * (a * c + b * d + 0.5 * mood + 0.5 * fame + noise * random.normal()));
  }
  return { pairs: tf.tensor2d(pairs, undefined, 'int32'), stars: tf.tensor1d(stars), people, things };
}
