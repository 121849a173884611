import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';

/** A streaming function of frames: reads what a frame measured, and sets the vitals that symptoms are decided on. */
export interface Window {
  observe(store: VitalStore, frame: Frame, layout: Layout): void;
}

/** The last `capacity` numbers, oldest first. */
export class Recent {
  private readonly numbers: number[] = [];

  constructor(private readonly capacity: number) {}

  push(value: number): void {
    this.numbers.push(value);
    if (this.numbers.length > this.capacity) this.numbers.shift();
  }

  get length(): number {
    return this.numbers.length;
  }

  /** The newest `count` numbers. */
  last(count: number): number[] {
    return this.numbers.slice(Math.max(0, this.numbers.length - count));
  }

  /** All but the newest `count`. */
  before(count: number): number[] {
    return this.numbers.slice(0, Math.max(0, this.numbers.length - count));
  }
}

/** The largest number of the last `memory` steps. */
export class Peak {
  /** A falling list: an older number matters only while no later one is as large. */
  private readonly numbers: { readonly step: number; readonly value: number }[] = [];

  constructor(private readonly memory: number) {}

  /** Takes a number, and returns the largest. */
  add(step: number, value: number): number {
    for (let last = this.numbers.at(-1); last && last.value <= value; last = this.numbers.at(-1)) {
      this.numbers.pop();
    }
    this.numbers.push({ step, value });
    return this.at(step) ?? value;
  }

  /** The largest as of a step; undefined where the last one is too old. */
  at(step: number, memory = this.memory): number | undefined {
    while (this.numbers[0] && this.numbers[0].step < step - memory) this.numbers.shift();
    return this.numbers[0]?.value;
  }
}

/** The mean of any number of numbers, of which none is kept. */
export class RunningMean {
  private sum = 0;
  private count = 0;

  push(value: number): void {
    this.sum += value;
    this.count++;
  }

  /** Undefined before the first number. */
  get value(): number | undefined {
    return this.count === 0 ? undefined : this.sum / this.count;
  }
}

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

export function median(numbers: readonly number[]): number {
  // Typed arrays sort by value, without a comparison of ours.
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
