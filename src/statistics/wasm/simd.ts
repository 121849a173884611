import type { Moments } from '../loops.js';
import { REDUCTIONS } from './module.js';

/** Reductions of float32 lines in the memory of tfjs' wasm backend: `reductions.wat`. Offsets are in bytes. */
export interface Simd {
  moments(at: number, size: number): Moments;
  sumSquares(at: number, size: number): number;
  sumSquaredDifference(a: number, b: number, size: number): number;
  /** `units`, the length of a row, is a multiple of four. */
  sumSquaresAroundRows(at: number, size: number, units: number): number;
  /** Adds to int32 `counts`, one for each of `units`, a multiple of four, how many values lie outside. */
  countOutside(at: number, size: number, units: number, counts: number, low: number, high: number): void;
}

/** What is used of the WebAssembly interface, which TypeScript knows only beside a browser's. */
interface Wasm {
  readonly Memory: new () => object;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}
interface Global {
  readonly value: number;
}

interface Exports extends Omit<Simd, 'moments'> {
  readonly moments: (at: number, size: number) => void;
  readonly sum: Global;
  readonly squares: Global;
  readonly abs: Global;
  readonly max: Global;
  readonly nonzeros: Global;
}

/** Binds them to a memory; undefined where it is none, is shared between threads, or the machine has no SIMD. */
export function simdOn(memory: unknown): Simd | undefined {
  const { Memory, Module, Instance } = Reflect.get(globalThis, 'WebAssembly') as Wasm;
  if (!(memory instanceof Memory)) return undefined;
  try {
    const module = new Module(Buffer.from(REDUCTIONS, 'base64'));
    const exports = new Instance(module, { tfjs: { memory } }).exports as Exports;
    const { moments, sum, squares, abs, max, nonzeros, ...others } = exports;
    return {
      ...others,
      moments: (at, size) => {
        moments(at, size);
        return {
          sum: sum.value,
          squares: squares.value,
          abs: abs.value,
          max: max.value,
          nonzeros: nonzeros.value,
        };
      },
    };
  } catch {
    return undefined;
  }
}
