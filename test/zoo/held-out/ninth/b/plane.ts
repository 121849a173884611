import type * as tfjs from '@tensorflow/tfjs';
import type { Random } from '../../../random.js';
import type { Tf } from '../../../run.js';
import { output } from './helpers.js';

export interface Move {
  readonly from: readonly number[];
  readonly action: number;
  readonly reward: number;
  readonly to: readonly number[];
}

export const size = 16;
export const horizon = 6;
export const places = (list: readonly (readonly number[])[], tf: Tf) =>
  tf.tensor2d(list.flat(), [list.length, 2]);

/** A wanderer in the plane near the middle: each action moves it, and it is paid for being near the middle. */
export function moved(random: Random, [x = 0, y = 0]: readonly number[], action: number): Move {
  const [dx = 0, dy = 0] =
    [
      [0.5, 0],
      [-0.5, 0],
      [0, 0.5],
      [0, -0.5],
    ][action] ?? [];
  const kept = (at: number) => Math.max(-2, Math.min(2, at + 0.1 * random.normal()));
  const to = [kept(x + dx), kept(y + dy)];
  return { from: [x, y], action, reward: 1 - Math.hypot(...to), to };
}

export const anywhere = (random: Random) => [4 * random.uniform() - 2, 4 * random.uniform() - 2];

/** Several walks of a policy, and what came after each of their moves. */
export function walks(tf: Tf, random: Random, policy: tfjs.LayersModel) {
  let at = Array.from({ length: size }, () => anywhere(random));
  const steps: Move[][] = [];
  for (let step = 0; step < horizon; step++) {
    const chances = tf.tidy(() => output(policy, places(at, tf)).softmax().arraySync() as number[][]);
    const moves = at.map((from, walk) => {
      let [action, left] = [0, random.uniform()];
      for (; action < 3 && left > (chances[walk]?.[action] ?? 0); action++)
        left -= chances[walk]?.[action] ?? 0;
      return moved(random, from, action);
    });
    steps.push(moves);
    at = moves.map(({ to }) => [...to]);
  }
  const returns = steps.map(() => Array<number>(size).fill(0));
  for (let step = horizon - 1; step >= 0; step--)
    for (let walk = 0; walk < size; walk++)
      (returns[step] as number[])[walk] =
        (steps[step]?.[walk]?.reward ?? 0) + 0.8 * (returns[step + 1]?.[walk] ?? 0);
  const all = steps.flat();
  return {
    all,
    returns: returns.flat(),
    reward: all.reduce((sum, { reward }) => sum + reward, 0) / all.length,
  };
}

/** The loss of the policy's gradient, each move weighted by how much better it turned out than thought. */
export const praised = (
  tf: Tf,
  policy: tfjs.LayersModel,
  all: readonly Move[],
  gains: tfjs.Tensor,
): tfjs.Scalar => {
  const chances = tf.logSoftmax(
    output(
      policy,
      places(
        all.map(({ from }) => from),
        tf,
      ),
    ),
  );
  const taken = tf
    .oneHot(
      all.map(({ action }) => action),
      4,
    )
    .mul(chances)
    .sum(1);
  const entropy = chances.exp().mul(chances).sum(1).mean();
  return taken.mul(gains).mean().neg().add(entropy.mul(0.02)) as tfjs.Scalar;
};
