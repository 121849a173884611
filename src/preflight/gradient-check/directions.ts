import { dot, norm } from '../vectors.js';
import type { Place } from './starting-point.js';

/** A way to move the weights of one variable; at a step of 1 it is as long as the weights, or each moves by their size. */
export interface Direction {
  /** For a message: "along …". */
  readonly name: string;
  readonly values: Float32Array;
}

/** Chooses a direction; undefined where there is none of its kind. */
export type Draw = (place: Place, gradient: Float32Array, random: () => number) => Direction | undefined;

/**
 * What is tried of each variable, in this order: what tells most comes first. The gradient's own direction has the largest
 * effect, but is blind for an error at right angles to it; random signs see any error by its length, whatever it is; parts
 * and single weights see what the others of a large variable would drown.
 */
export const draws: readonly Draw[] = [
  (place, gradient) => ownDirection(place, gradient),
  (place, gradient, random) => signs('random signs', place, gradient, random, () => true),
  (place, gradient) => single('the weight with the largest gradient', place, largest(gradient)),
  (place, gradient, random) => {
    const units = place.stand.own.shape.at(-1) ?? 1;
    const chosen = Array.from({ length: units }, () => random() < 0.25);
    chosen[Math.floor(random() * units)] = true;
    return signs(
      'random signs of some units',
      place,
      gradient,
      random,
      (index) => chosen[index % units] === true,
    );
  },
  (place, gradient, random) => {
    const begin = Math.floor(random() * 0.75 * gradient.length);
    const end = begin + Math.max(1, Math.floor(gradient.length / 4));
    return signs('random signs of a part', place, gradient, random, (index) => index >= begin && index < end);
  },
  (place, gradient, random) => signs('random signs', place, gradient, random, () => true),
  (place, gradient, random) => single('one weight', place, Math.floor(random() * gradient.length)),
];

function ownDirection({ values, scale }: Place, gradient: Float32Array): Direction | undefined {
  const length = norm(gradient);
  if (length === 0) return undefined;
  const factor = (scale * Math.sqrt(values.length)) / length;
  return { name: 'its own direction', values: gradient.map((each) => each * factor) };
}

/** Signs along which the gradient does not cancel by chance: of three draws, the one that it changes most along. */
function signs(
  name: string,
  { values, scale }: Place,
  gradient: Float32Array,
  random: () => number,
  isMoved: (index: number) => boolean,
): Direction {
  const drawn = Array.from({ length: 3 }, () => {
    const direction = values.map((_, index) => (isMoved(index) ? (random() < 0.5 ? -scale : scale) : 0));
    return { direction, change: Math.abs(dot(direction, gradient)) };
  });
  const best = drawn.reduce((a, b) => (b.change > a.change ? b : a));
  return { name, values: best.direction };
}

const single = (name: string, { values, scale }: Place, index: number): Direction | undefined =>
  // A vector of one weight is its own direction.
  values.length === 1
    ? undefined
    : { name: `${name} (number ${index})`, values: values.map((_, at) => (at === index ? scale : 0)) };

const largest = (gradient: Float32Array): number =>
  gradient.reduce((best, each, index) => (Math.abs(each) > Math.abs(gradient[best] ?? 0) ? index : best), 0);
