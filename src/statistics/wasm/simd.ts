import type { Moments } from '../loops.js';
import { REDUCTIONS } from './module.js';

/** Reductions of float32 lines in the memory of tfjs' wasm backend: `reductions.wat`. Offsets are in bytes. */
export interface Simd {
  moments(at: number, size: number): Moments;
  sumSquares(at: number, size: number): number;
  sumSquaredDifference(a: number, b: number, size: number): number;
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

interface Exports {
  readonly moments: (at: number, size: number) => void;
  readonly sumSquares: (at: number, size: number) => number;
  readonly sumSquaredDifference: (a: number, b: number, size: number) => number;
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
    const { moments, sumSquares, sumSquaredDifference, sum, squares, abs, max, nonzeros } = new Instance(
      module,
      { tfjs: { memory } },
    ).exports as Exports;
    return {
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
      sumSquares,
      sumSquaredDifference,
    };
  } catch {
    return undefined;
  }
}
