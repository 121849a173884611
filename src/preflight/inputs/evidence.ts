import { seeded, shuffled } from '../random.js';
import type { Vectors } from './likeness.js';

/** Shuffles that chance is measured by: its deviation is known to a twentieth. */
const SHUFFLES = 200;

/**
 * How far the targets of nearest neighbours (leave-one-out, by the inner products of the inputs) are nearer to each other
 * than chance has them, in standard deviations; undefined where the targets do not differ.
 */
export function neighboursAgree(products: Float64Array, targets: Vectors): number | undefined {
  const { count } = targets;
  const nearest = Array.from({ length: count }, (_, row) => nearestTo(row, products, count));
  return beyondChance(count, (order) => {
    let apart = 0;
    for (const [row, other] of nearest.entries())
      apart += distance(targets, order[row] as number, order[other] as number);
    return -apart;
  });
}

/**
 * How far a linear fit on every other example tells the targets of those between, in standard deviations of chance. Where
 * each of many features tells a little, no neighbour is near. The fit is one step of gradient descent from zero.
 */
export function linearlyTold(products: Float64Array, targets: Vectors): number | undefined {
  const { count, length, values } = centred(targets);
  const [fitted, told] = [0, 1].map((first) => range(count).filter((row) => row % 2 === first));
  if (!fitted || !told) return undefined;
  const guesses = told.map((row) => {
    const guess = new Float64Array(length);
    for (const other of fitted)
      for (let index = 0; index < length; index++)
        (guess[index] as number) +=
          (products[row * count + other] as number) * (values[other * length + index] as number);
    return guess;
  });
  return beyondChance(told.length, (order) => {
    let fit = 0;
    for (const [at, guess] of guesses.entries()) {
      const row = told[order[at] as number] as number;
      for (let index = 0; index < length; index++)
        fit += (guess[index] as number) * (values[row * length + index] as number);
    }
    return fit;
  });
}

/** A statistic of examples in their order, in standard deviations from its mean over random orders. */
export function beyondChance(count: number, statistic: (order: readonly number[]) => number) {
  const order = range(count);
  const random = seeded(3);
  const chance = Array.from({ length: SHUFFLES }, () => statistic(shuffled(order, random)));
  const mean = chance.reduce((sum, each) => sum + each, 0) / SHUFFLES;
  const std = Math.sqrt(chance.reduce((sum, each) => sum + (each - mean) ** 2, 0) / SHUFFLES);
  return std > 1e-9 * Math.abs(mean) ? (statistic(order) - mean) / std : undefined;
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

function nearestTo(row: number, products: Float64Array, count: number): number {
  let [nearest, least] = [row, Number.POSITIVE_INFINITY];
  for (let other = 0; other < count; other++) {
    const apart = (products[other * count + other] as number) - 2 * (products[row * count + other] as number);
    if (other !== row && apart < least) [nearest, least] = [other, apart];
  }
  return nearest;
}

function distance({ length, values }: Vectors, a: number, b: number): number {
  let sum = 0;
  for (let index = 0; index < length; index++)
    sum += ((values[a * length + index] as number) - (values[b * length + index] as number)) ** 2;
  return sum;
}

function centred({ count, length, values }: Vectors): Vectors {
  const made = Float64Array.from(values);
  for (let column = 0; column < length; column++) {
    let mean = 0;
    for (let row = 0; row < count; row++) mean += (values[row * length + column] as number) / count;
    for (let row = 0; row < count; row++) (made[row * length + column] as number) -= mean;
  }
  return { count, length, values: made };
}
