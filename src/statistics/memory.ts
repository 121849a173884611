import type { Engine, TensorLike } from './engine.js';
import { HostLine, type Values } from './line.js';
import {
  type Moments,
  momentsOf,
  sumSquaredDifferenceOf,
  sumSquaresAroundRowsOf,
  sumSquaresOf,
  unitsOutside,
} from './loops.js';
import { type Simd, simdOn } from './wasm/simd.js';

/** Reads tensors where a backend keeps them in this process's memory, without a copy. */
export interface TensorMemory {
  /** The values as they lie there; good until the next kernel. */
  values(x: TensorLike): Values;
  moments(x: TensorLike): Moments;
  sumSquares(x: TensorLike): number;
  sumSquaredDifference(a: TensorLike, b: TensorLike): number;
  /** Σ over rows of Σ(x − mean of the row)²; `units`: length of a row. */
  sumSquaresAroundRows(x: TensorLike, units: number): number;
  /** For each unit, the last axis, how many values lie below `low` or above `high`. */
  unitsOutside(x: TensorLike, units: number, low: number, high: number): Float32Array;
}

/** A tensor with what leads to its values. tfjs-core 4.22, tensor.ts. */
export type Placed = TensorLike & { readonly dataId: object };

/** tfjs-core 4.22, engine.ts: where a tensor's data are. */
interface Placing {
  readonly state: { readonly tensorInfo: WeakMap<object, { readonly backend: object }> };
}

/** tfjs-core 4.22, backend_cpu.ts. */
interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values?: unknown } };
}

/** tfjs-backend-wasm 4.22, backend_wasm.ts; `asm` is of emscripten. */
export interface WasmBackend {
  readonly wasm: {
    readonly asm?: { readonly memory?: unknown };
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(at: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  typedArrayFromHeap(x: TensorLike): Values;
}

/** What reads the present backend's memory; undefined where its tensors lie on a device or behind an interface. */
export function memoryOf(engine: Engine): TensorMemory | undefined {
  const { backend, backendName } = engine;
  const isHere = (x: TensorLike) =>
    (engine as Engine & Placing).state.tensorInfo.get((x as Placed).dataId)?.backend === backend;
  if (backendName === 'cpu' && has(backend, 'data')) {
    const cpu = backend as CpuBackend;
    return withLoops((x) => {
      const values = isHere(x) ? cpu.data.get((x as Placed).dataId).values : undefined;
      return isValues(values) ? values : copied(x);
    });
  }
  if (backendName !== 'wasm' || !has(backend, 'wasm', 'dataIdMap', 'typedArrayFromHeap')) return undefined;
  const wasm = backend as unknown as WasmBackend;
  const loops = withLoops((x) => (isHere(x) ? wasm.typedArrayFromHeap(x) : copied(x)));
  const simd = simdOn(wasm.wasm.asm?.memory);
  return simd ? withSimd(loops, simd, wasm, (x) => x.dtype === 'float32' && isHere(x)) : loops;
}

function withLoops(place: (x: TensorLike) => Values): TensorMemory {
  const values = (x: TensorLike) => (x instanceof HostLine ? x.values : place(x));
  return {
    values,
    moments: (x) => momentsOf(values(x)),
    sumSquares: (x) => sumSquaresOf(values(x)),
    sumSquaredDifference: (a, b) => sumSquaredDifferenceOf(values(a), values(b)),
    sumSquaresAroundRows: (x, units) => sumSquaresAroundRowsOf(values(x), units),
    unitsOutside: (x, units, low, high) => unitsOutside(values(x), units, low, high),
  };
}

function withSimd(
  loops: TensorMemory,
  simd: Simd,
  { dataIdMap, wasm }: WasmBackend,
  isThere: (x: TensorLike) => boolean,
): TensorMemory {
  const at = (x: TensorLike) => dataIdMap.get((x as Placed).dataId).memoryOffset;
  const isOnHeap = (x: TensorLike) => !(x instanceof HostLine) && isThere(x);
  /** Room for the counts of so many units, on the heap, kept for the next time. */
  let room = { at: 0, units: 0 };
  const counters = (units: number) => {
    if (units > room.units) {
      const { at, units: had } = room;
      room = { at: 0, units: 0 };
      if (had > 0) wasm._free(at);
      const found = wasm._malloc(4 * units) >>> 0;
      // The heap is full: nothing of ours may be written at its beginning.
      if (found === 0) return undefined;
      room = { at: found, units };
    }
    return new Int32Array(wasm.HEAPU8.buffer, room.at, units).fill(0);
  };
  return {
    values: loops.values,
    moments: (x) => (isOnHeap(x) ? simd.moments(at(x), x.size) : loops.moments(x)),
    sumSquares: (x) => (isOnHeap(x) ? simd.sumSquares(at(x), x.size) : loops.sumSquares(x)),
    sumSquaredDifference: (a, b) =>
      isOnHeap(a) && isOnHeap(b)
        ? simd.sumSquaredDifference(at(a), at(b), a.size)
        : loops.sumSquaredDifference(a, b),
    sumSquaresAroundRows: (x, units) =>
      units % 4 === 0 && isOnHeap(x)
        ? simd.sumSquaresAroundRows(at(x), x.size, units)
        : loops.sumSquaresAroundRows(x, units),
    unitsOutside: (x, units, low, high) => {
      const counts = units % 4 === 0 && isOnHeap(x) ? counters(units) : undefined;
      if (!counts) return loops.unitsOutside(x, units, low, high);
      simd.countOutside(at(x), x.size, units, counts.byteOffset, low, high);
      return Float32Array.from(counts);
    },
  };
}

const copied = (x: TensorLike): Values => {
  const values = x.dataSync();
  return isValues(values) ? values : Float32Array.from(values);
};

const isValues = (values: unknown): values is Values =>
  values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array;

const has = (value: object, ...names: string[]) => names.every((name) => name in value);
