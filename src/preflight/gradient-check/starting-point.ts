import type { Stand } from '../borrowed-model.js';
import { norm } from '../vectors.js';
import type { Moved } from './loss-surface.js';

/** Noise on each weight, in units of its variable's size: four first steps, so that none leads back over a kink at zero. */
const NOISE = 0.02;
/** Size of a vector that is all zeros, where nothing tells a better one: small against activations of about one. */
const ZERO_VECTOR = 0.1;

/** A trained variable, where its gradient is checked. */
export interface Place extends Moved {
  /** The weights before the noise. */
  readonly original: Float32Array;
  /** What a change of a weight is measured by: about the root mean square of all of them. */
  readonly scale: number;
}

/** A trained variable at the caller's weights. */
export interface Start {
  readonly stand: Stand;
  readonly original: Float32Array;
  readonly gradient: Float32Array | undefined;
}

/**
 * The weights with a little noise, bounded away from nothing: biases of exactly zero on a background of zeros put
 * thousands of units on the kink of their ReLU, where no derivative exists.
 */
export function placesOf(starts: readonly Start[], random: () => number): readonly Place[] {
  return starts.map((start) => {
    const scale = scaleOf(start, starts);
    const values = start.original.map((weight) => {
      const size = NOISE * scale * (0.5 + 0.5 * random());
      return weight + (random() < 0.5 ? -size : size);
    });
    return { stand: start.stand, original: start.original, values, scale };
  });
}

/** The root mean square; of a matrix of zeros what an initializer would give, 1/√fan-in. */
function scaleOf(start: Start, all: readonly Start[]): number {
  const { original, stand } = start;
  const { shape } = stand.own;
  const rms = rmsOf(original);
  const fanIn = original.length / (shape.at(-1) ?? 1);
  const usual = shape.length < 2 ? ZERO_VECTOR : 1 / Math.sqrt(Math.max(1, fanIn));
  if (rms > 1e-3 * usual) return rms;
  return shape.length < 2 ? besideMatrix(start, all) : usual;
}

/**
 * The size at which a vector of zeros, as biases are at first, moves the loss as much as the matrix of its layer does:
 * where activations are tiny, steps of a tenth would lead over every kink at once.
 */
function besideMatrix({ stand, gradient }: Start, all: readonly Start[]): number {
  const layer = stand.watched?.layer;
  const matrix = all.find(
    (other) => other.stand.watched?.layer === layer && other.stand.own.shape.length >= 2,
  );
  if (layer === undefined || !matrix?.gradient || !gradient) return ZERO_VECTOR;
  const size = (rmsOf(matrix.original) * norm(matrix.gradient)) / norm(gradient);
  return size > 0 && size < ZERO_VECTOR ? size : ZERO_VECTOR;
}

const rmsOf = (values: Float32Array): number => norm(values) / Math.sqrt(Math.max(1, values.length));
