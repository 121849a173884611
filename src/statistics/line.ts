import type { TensorLike } from './engine.js';

/** Values of a tensor where they lie; they are not ours to change. */
export type Values = Float32Array | Int32Array | Uint8Array;

/** Numbers that were read. */
export type Numbers = Float32Array | readonly number[];

/** Numbers on the host where a tensor is expected: tfjs knows nothing of them, and nothing has to be disposed. */
export class HostLine implements TensorLike {
  readonly id = -1;
  readonly dtype = 'float32';
  readonly isDisposed = false;

  constructor(
    private readonly numbers: Numbers,
    readonly shape: readonly number[] = [numbers.length],
  ) {}

  /** A few numbers, rounded as a tensor's are; to make a typed array of one costs more than the number. */
  static of(...numbers: number[]): HostLine {
    for (let index = 0; index < numbers.length; index++)
      numbers[index] = Math.fround(numbers[index] ?? Number.NaN);
    return new HostLine(numbers);
  }

  get values(): Float32Array {
    return this.numbers instanceof Float32Array ? this.numbers : Float32Array.from(this.numbers);
  }

  get size(): number {
    return this.numbers.length;
  }

  dataSync(): Numbers {
    return this.numbers;
  }

  async data(): Promise<Numbers> {
    return this.numbers;
  }

  dispose(): void {}
}
