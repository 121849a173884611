import type { TensorLike } from './engine.js';

/** Values of a tensor where they lie; they are not ours to change. */
export type Values = Float32Array | Int32Array | Uint8Array;

/** Numbers on the host where a tensor is expected: tfjs knows nothing of them, and nothing has to be disposed. */
export class HostLine implements TensorLike {
  readonly id = -1;
  readonly dtype = 'float32';
  readonly isDisposed = false;

  constructor(
    readonly values: Float32Array,
    readonly shape: readonly number[] = [values.length],
  ) {}

  static of(...values: number[]): HostLine {
    return new HostLine(new Float32Array(values));
  }

  get size(): number {
    return this.values.length;
  }

  dataSync(): Float32Array {
    return this.values;
  }

  async data(): Promise<Float32Array> {
    return this.values;
  }

  dispose(): void {}
}
