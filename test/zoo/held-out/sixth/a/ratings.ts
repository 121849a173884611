import type * as tfjs from '@tensorflow/tfjs';
import { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';

/** Ratings of things by people: the numbers of both, and what three hidden traits of each say, with noise. */
export function ratings(
  tf: Tf,
  seed: number,
  { examples = 3000, people = 50, things = 40, noise = 0.3 } = {},
): { users: tfjs.Tensor2D; items: tfjs.Tensor2D; scores: tfjs.Tensor2D } {
  const random = new Random(seed + 113);
  const [tastes, traits] = [random.normals(people * 3), random.normals(things * 3)];
  const rows = Array.from({ length: examples }, () => {
    const [user, item] = [random.integer(people), random.integer(things)];
    const fit = [0, 1, 2].reduce(
      (sum, k) => sum + (tastes[user * 3 + k] ?? 0) * (traits[item * 3 + k] ?? 0),
      0,
    );
    return { user, item, score: fit / 1.7 + noise * random.normal() };
  });
  const column = (values: number[]) => tf.tensor2d(values, [examples, 1]);
  return {
    users: column(rows.map(({ user }) => user)),
    items: column(rows.map(({ item }) => item)),
    scores: column(rows.map(({ score }) => score)),
  };
}
