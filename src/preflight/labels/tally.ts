import type { Chunk, ChunkReader } from '../scan.js';
import type { Demand } from './demand.js';

/** How far a sum may be from 1, and a value from 0 to 1: float16 labels and smoothed ones are distributions, too. */
const ROUNDING = 0.01;
/** How far a smoothed label is from 0 or 1 at most. */
const SMOOTHED = 0.2;

/** Counts classes, and rows that the loss was not made for. A row is one label: [units]. */
export class Tally implements ChunkReader {
  rows = 0;
  invalid = 0;
  first: { readonly values: readonly number[]; readonly example: number } | undefined;
  /** Rows of each class: above a half, or of its index. One unit tells two classes. */
  readonly counts: Float64Array;
  /** Rows of exactly one class. */
  private singles = 0;
  /** Whether all values are as good as 0 or 1. */
  private isDecided = true;

  constructor(
    private readonly demand: Demand,
    /** Length of a row. */
    private readonly units: number,
    readonly classes: number,
    private readonly rank: number,
  ) {
    this.counts = new Float64Array(classes);
  }

  read({ values, begin, width }: Chunk): void {
    const { units } = this;
    for (let from = 0; from < values.length; from += units) {
      let [sum, low, high, size] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      for (let index = from; index < from + units; index++) {
        const value = values[index] as number;
        sum += value;
        size += Math.abs(value);
        if (value < low) low = value;
        if (value > high) high = value;
      }
      // What is not finite is counted elsewhere; a longer sequence is padded with rows of zeros.
      if (!Number.isFinite(sum) || (this.demand === 'distributions' && this.rank > 2 && size === 0)) continue;
      this.rows++;
      this.count(values, from);
      if (!this.isOff(sum, low, high)) continue;
      this.invalid++;
      this.first ??= {
        values: Array.from({ length: units }, (_, index) => values[from + index] as number),
        example: begin + Math.floor(from / width),
      };
    }
  }

  /** Whether each label is one class. */
  get isOfClasses(): boolean {
    if (this.rows === 0) return false;
    if (this.demand === 'indices' || this.demand === 'distributions') return true;
    // A regression may well be of pixels that are black or white.
    if (this.demand === 'anything' || (this.demand === 'numbers' && this.rank > 2)) return false;
    return this.isDecided && this.singles === this.rows;
  }

  /** Whether each label is several answers, yes or no. */
  get isOfAnswers(): boolean {
    return this.rows > 0 && this.demand === 'shares' && this.units > 1 && this.isDecided && !this.isOfClasses;
  }

  private isOff(sum: number, low: number, high: number): boolean {
    const isBeyond = low < -ROUNDING || high > 1 + ROUNDING;
    if (this.demand === 'distributions') return isBeyond || Math.abs(sum - 1) > ROUNDING;
    return this.demand === 'shares' && isBeyond;
  }

  private count(values: ArrayLike<number>, from: number): void {
    const { counts, units } = this;
    if (this.demand === 'indices' || units === 1) {
      const value = values[from] as number;
      this.decide(value);
      const index = this.demand === 'indices' ? value : value === 0.5 ? -1 : Number(value > 0.5);
      if (index in counts) (counts[index] as number)++;
      this.singles++;
      return;
    }
    let ones = 0;
    for (let index = 0; index < units; index++) {
      const value = values[from + index] as number;
      this.decide(value);
      if (value <= 0.5) continue;
      (counts[index] as number)++;
      ones++;
    }
    if (ones === 1) this.singles++;
  }

  private decide(value: number): void {
    const tolerance = this.demand === 'numbers' ? 0 : SMOOTHED;
    if (Math.min(Math.abs(value), Math.abs(value - 1)) > tolerance) this.isDecided = false;
  }
}
