import type { Chunk, ChunkReader } from './scan.js';

/** Values that a picture is drawn of. */
const DRAWN = 200_000;

/** Fewer examples than this may well be alike, or apart, by chance. */
export const FEW = 20;

/** Counts NaN and infinite values. */
export class NonFinite implements ChunkReader {
  count = 0;
  /** The first example that has one. */
  first: number | undefined;

  read({ values, begin, width }: Chunk): void {
    for (let index = 0; index < values.length; index++) {
      if (Number.isFinite(values[index])) continue;
      this.count++;
      this.first ??= begin + Math.floor(index / width);
    }
  }
}

/** Whether any example differs from the first one. */
export class Variation implements ChunkReader {
  isVaried = false;
  private first: ArrayLike<number> | undefined;

  read({ values, width }: Chunk): void {
    this.first ??= Array.prototype.slice.call(values, 0, width) as number[];
    for (let index = 0, at = 0; index < values.length && !this.isVaried; index++) {
      if (values[index] !== this.first[at]) this.isVaried = true;
      at = at + 1 === width ? 0 : at + 1;
    }
  }
}

/** Values from everywhere in the examples. */
export class ValueSample implements ChunkReader {
  readonly values: number[] = [];
  private readonly stride: number;

  constructor(examples: number, width: number, most = DRAWN) {
    // A stride that shares a divisor with the width would meet some positions in the examples only.
    let stride = Math.max(1, Math.ceil((examples * width) / most));
    while (stride > 1 && divisorOf(stride, width) > 1) stride++;
    this.stride = stride;
  }

  read({ values, begin, width }: Chunk): void {
    const over = (begin * width) % this.stride;
    for (let index = over === 0 ? 0 : this.stride - over; index < values.length; index += this.stride)
      this.values.push(values[index] as number);
  }
}

/** Looks for values that are no index of one of `size` things: whole numbers from 0 to `size - 1`. */
export class Indices implements ChunkReader {
  outside = 0;
  first: { readonly value: number; readonly example: number } | undefined;
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;

  constructor(readonly size: number) {}

  read({ values, begin, width }: Chunk): void {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] as number;
      // NaN is counted elsewhere.
      if (Number.isNaN(value)) continue;
      if (value < this.least) this.least = value;
      if (value > this.most) this.most = value;
      if (Number.isInteger(value) && value >= 0 && value < this.size) continue;
      this.outside++;
      this.first ??= { value, example: begin + Math.floor(index / width) };
    }
  }
}

const divisorOf = (a: number, b: number): number => (b === 0 ? a : divisorOf(b, a % b));
