import { seeded } from './random.js';
import type { Chunk, ChunkReader } from './scan.js';

/** At most so many of `size` rows, in their order, each as likely as any other (Knuth, TAOCP 2, algorithm 3.4.2S). */
export function chosenRows(size: number, most: number, seed = 1): readonly number[] {
  const random = seeded(seed);
  const rows: number[] = [];
  const wanted = Math.min(size, most);
  for (let row = 0; rows.length < wanted; row++)
    if (random() * (size - row) < wanted - rows.length) rows.push(row);
  return rows;
}

/** Visits those of the chosen rows that a chunk has: where its values begin, and its number among the chosen ones. */
export abstract class ChosenRows implements ChunkReader {
  private next = 0;

  constructor(readonly rows: readonly number[]) {}

  read(chunk: Chunk): void {
    const { values, begin, rows, width } = chunk;
    for (; this.next < this.rows.length; this.next++) {
      const row = (this.rows[this.next] as number) - begin;
      if (row >= rows) return;
      this.visit(values, row * width, width, this.next);
    }
  }

  protected abstract visit(values: ArrayLike<number>, from: number, width: number, number: number): void;
}

/**
 * A number for each chosen example that is equal for equal ones, and for others only by a chance of rounding: its values,
 * weighed by random numbers.
 */
export class Prints extends ChosenRows {
  readonly prints: Float64Array;
  private readonly weights: Float64Array;

  constructor(rows: readonly number[], width: number) {
    super(rows);
    const random = seeded(2);
    this.prints = new Float64Array(rows.length);
    this.weights = Float64Array.from({ length: width }, () => random() + 0.5);
  }

  protected visit(values: ArrayLike<number>, from: number, width: number, number: number): void {
    let print = 0;
    for (let index = 0; index < width; index++)
      print += (values[from + index] as number) * (this.weights[index] as number);
    this.prints[number] = print;
  }
}

/**
 * The chosen examples as vectors of `length` numbers at most. Longer ones are folded: each coordinate is added to or taken
 * from one of the numbers at random, which keeps distances about as they are (the count sketch of Charikar, Chen and
 * Farach-Colton 2002). Of indices of `classes` it is the sketch of their one-hot code.
 */
export class Sketch extends ChosenRows {
  readonly vectors: Float32Array;
  readonly length: number;
  private readonly isFolded: boolean;

  constructor(
    rows: readonly number[],
    width: number,
    most: number,
    private readonly classes?: number,
  ) {
    super(rows);
    const full = width * (classes ?? 1);
    this.isFolded = full > most;
    this.length = Math.min(full, most);
    this.vectors = new Float32Array(rows.length * this.length);
  }

  protected visit(values: ArrayLike<number>, from: number, width: number, number: number): void {
    for (let index = 0; index < width; index++) {
      const value = values[from + index] as number;
      if (this.classes === undefined) this.add(number, index, value);
      else if (value >= 0 && value < this.classes)
        this.add(number, index * this.classes + Math.floor(value), 1);
    }
  }

  private add(number: number, coordinate: number, value: number): void {
    const hash = this.isFolded ? mixed(coordinate) : coordinate << 1;
    const at = number * this.length + ((hash >>> 1) % this.length);
    this.vectors[at] = (this.vectors[at] as number) + ((hash & 1) === 0 ? value : -value);
  }
}

/** Other bits for each number (the finalizer of MurmurHash3). */
function mixed(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
