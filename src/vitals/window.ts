import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';

/** A streaming function of frames: reads what a frame measured, and sets the vitals that symptoms are decided on. */
export interface Window {
  observe(store: VitalStore, frame: Frame, layout: Layout): void;
}

/** The last `capacity` numbers, oldest first. What it gives out is a view: good until the next push. */
export class Recent {
  /** Twice as long as needed, so that old numbers are let go once in `capacity` pushes. */
  private readonly numbers: Float64Array;
  private end = 0;

  constructor(private readonly capacity: number) {
    this.numbers = new Float64Array(2 * capacity);
  }

  push(value: number): void {
    if (this.end === this.numbers.length) {
      this.numbers.copyWithin(0, this.end - this.capacity);
      this.end = this.capacity;
    }
    this.numbers[this.end++] = value;
  }

  get length(): number {
    return Math.min(this.end, this.capacity);
  }

  /** The newest `count` numbers. */
  last(count: number): Float64Array {
    return this.numbers.subarray(this.end - Math.min(count, this.length), this.end);
  }

  /** Median of the newest `count` numbers. */
  median(count: number): number {
    const length = Math.min(count, this.length);
    const from = this.end - length;
    // NaN where one of them is: then as of any other count.
    const ofFive = length === 5 ? medianOfFive(this.numbers, from) : Number.NaN;
    if (!Number.isNaN(ofFive)) return ofFive;
    for (let index = 0; index < length; index++) scratch[index] = this.numbers[from + index] ?? 0;
    return middleOf(scratch, length);
  }

  /** All but the newest `count`. */
  before(count: number): Float64Array {
    return this.numbers.subarray(this.end - this.length, Math.max(this.end - this.length, this.end - count));
  }
}

/** The largest number of the last `memory` steps. */
export class Peak {
  /** A falling list: an older number matters only while no later one is as large. */
  private readonly values: number[] = [];
  /** The step of each. */
  private readonly steps: number[] = [];

  constructor(private readonly memory: number) {}

  /** Takes a number, and returns the largest. */
  add(step: number, value: number): number {
    const { values, steps } = this;
    while (values.length > 0 && (values[values.length - 1] ?? 0) <= value) {
      values.pop();
      steps.pop();
    }
    values.push(value);
    steps.push(step);
    return this.at(step) ?? value;
  }

  /** The largest as of a step; undefined where the last one is too old. */
  at(step: number, memory = this.memory): number | undefined {
    while (this.steps.length > 0 && (this.steps[0] ?? 0) < step - memory) {
      this.values.shift();
      this.steps.shift();
    }
    return this.values[0];
  }
}

/**
 * The mean of any number of numbers, of which none is kept. What each addition rounds away is added up beside the sum
 * (Neumaier 1974), so that the error does not grow with the number of numbers.
 */
export class RunningMean {
  private sum = 0;
  private lost = 0;
  private count = 0;

  push(value: number): void {
    const sum = this.sum + value;
    const [large, small] = Math.abs(this.sum) >= Math.abs(value) ? [this.sum, value] : [value, this.sum];
    this.lost += large - sum + small;
    this.sum = sum;
    this.count++;
  }

  /** Undefined before the first number. */
  get value(): number | undefined {
    return this.count === 0 ? undefined : (this.sum + this.lost) / this.count;
  }
}

export function mean(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < numbers.length; index++) sum += numbers[index] ?? 0;
  return sum / numbers.length;
}

/** Of the five numbers from `at` on: the middle one of the fifth, the larger of two minima, the smaller of two maxima. */
function medianOfFive(numbers: Float64Array, at: number): number {
  const a = numbers[at] ?? 0;
  const b = numbers[at + 1] ?? 0;
  const c = numbers[at + 2] ?? 0;
  const d = numbers[at + 3] ?? 0;
  const e = numbers[at + 4] ?? 0;
  const low = Math.max(Math.min(a, b), Math.min(c, d));
  const high = Math.min(Math.max(a, b), Math.max(c, d));
  return Math.max(Math.min(low, high), Math.min(Math.max(low, high), e));
}

/** Where medians are taken, so that nothing is allocated for them. */
const scratch = new Float64Array(1024);

export function median(numbers: ArrayLike<number>): number {
  return middleOf(copied(numbers), numbers.length);
}

/** The number that as many are below as `rank` says, 0 for the smallest; NaN counts as the largest. */
export function ranked(numbers: ArrayLike<number>, rank: number): number {
  const own = copied(numbers);
  return rank < 0 || rank >= numbers.length ? Number.NaN : select(own, numbers.length, rank);
}

function copied(numbers: ArrayLike<number>): Float64Array {
  const own = numbers.length <= scratch.length ? scratch : new Float64Array(numbers.length);
  own.set(numbers);
  return own;
}

/** The middle one of the first `length` numbers, or the mean of the two; their order is lost. */
function middleOf(numbers: Float64Array, length: number): number {
  if (length === 0) return Number.NaN;
  const middle = length >> 1;
  const upper = select(numbers, length, middle);
  if (length % 2 === 1) return upper;
  // Those below the upper one are left of it now.
  let lower = numbers[0] ?? upper;
  for (let at = 1; at < middle; at++) lower = Math.max(lower, numbers[at] ?? lower);
  return (lower + upper) / 2;
}

/** Hoare's selection: puts the number of a rank in its place, those that are not above it to its left. */
function select(numbers: Float64Array, length: number, rank: number): number {
  let last = finiteFirst(numbers, length) - 1;
  if (rank > last) return Number.NaN;
  let first = 0;
  // Few numbers are sorted faster.
  while (last - first > 16) {
    const pivot = numbers[(first + last) >> 1] ?? 0;
    let [left, right] = [first, last];
    while (left <= right) {
      while ((numbers[left] ?? 0) < pivot) left++;
      while ((numbers[right] ?? 0) > pivot) right--;
      if (left > right) break;
      const swapped = numbers[left] ?? 0;
      numbers[left++] = numbers[right] ?? 0;
      numbers[right--] = swapped;
    }
    if (rank <= right) last = right;
    else if (rank >= left) first = left;
    else return pivot;
  }
  insertionSort(numbers, first, last);
  return numbers[rank] ?? Number.NaN;
}

/** Puts NaN behind the others; returns how many others there are. */
function finiteFirst(numbers: Float64Array, length: number): number {
  let count = 0;
  for (let at = 0; at < length; at++) {
    const value = numbers[at] ?? 0;
    if (Number.isNaN(value)) continue;
    numbers[at] = numbers[count] ?? 0;
    numbers[count++] = value;
  }
  return count;
}

function insertionSort(numbers: Float64Array, first: number, last: number): void {
  for (let index = first + 1; index <= last; index++) {
    const value = numbers[index] ?? 0;
    let at = index;
    for (; at > first; at--) {
      const before = numbers[at - 1] ?? 0;
      if (before <= value) break;
      numbers[at] = before;
    }
    numbers[at] = value;
  }
}
