import type * as tfjs from '@tensorflow/tfjs';
import type { Plain } from '../../data.js';
import { Random } from '../../random.js';
import type { Tf } from '../../run.js';

type Row = readonly [x: readonly number[], y: readonly number[]];

/** Examples that are made one after the other, [examples, …shape] and [examples, targets]. */
export function made(
  tf: Tf,
  seed: number,
  examples: number,
  one: (random: Random, index: number) => Row,
  shape?: readonly number[],
): Plain {
  const random = new Random(seed + 907);
  const all = Array.from({ length: examples }, (_, index) => one(random, index));
  const xs = tf.tensor2d(all.map(([x]) => [...x]));
  return {
    xs: shape ? xs.reshape([examples, ...shape]) : xs,
    ys: tf.tensor2d(all.map(([, y]) => [...y])),
  };
}

/** As many standard normal numbers. */
export const normals = (random: Random, count: number): number[] => [...random.normals(count)];

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** A direction of length 1 that the seed chooses. */
export function direction(seed: number, size: number): number[] {
  const values = normals(new Random(seed + 911), size);
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

/** 1 at one place, 0 elsewhere. */
export const unit = (place: number, size: number): number[] =>
  Array.from({ length: size }, (_, index) => Number(index === place));

/** One of two, the first with the given probability. */
export const coin = (random: Random, probability: number): number => Number(random.uniform() < probability);

/** Knuth's way to draw a count. */
export function poisson(random: Random, rate: number): number {
  let [count, product] = [0, random.uniform()];
  while (product > Math.exp(-rate)) {
    count++;
    product *= random.uniform();
  }
  return count;
}

/** All rows at which a list of numbers points. */
export const pick = (tf: Tf, tensor: tfjs.Tensor, places: readonly number[]): tfjs.Tensor =>
  tf.gather(tensor, tf.tensor1d([...places], 'int32'));
