import type { Engine, TensorLike } from '../engine.js';
import type { Placed } from '../memory.js';

/** Threads of a workgroup: fills the units of every GPU, and keeps what the threads share, and with it compiling, small. */
export const THREADS = 64;

/** A tensor before the engine knows it; the buffer behind it is flat whatever the shape. tfjs-core 4.22, tensor_info.ts. */
export interface TensorInfo {
  readonly dataId: object;
  readonly shape: readonly number[];
  readonly dtype: string;
}

/** What tfjs-backend-webgpu 4.22 makes a shader of (webgpu_program.ts). It writes into it: a program runs once. */
interface Program {
  readonly variableNames: readonly string[];
  readonly uniforms: string;
  readonly workgroupSize: readonly [number, number, number];
  readonly dispatchLayout: { readonly x: readonly number[] };
  readonly dispatch: readonly [number, number, number];
  readonly outputShape: readonly number[];
  readonly size: false;
  /** Programs with one key share a compiled pipeline. */
  readonly shaderKey: string;
  getUserCode(): string;
}

/** tfjs-backend-webgpu 4.22, backend_webgpu.ts. */
export interface WebgpuBackend {
  makeTensorInfo(shape: readonly number[], dtype: string): TensorInfo;
  disposeData(dataId: object): boolean;
  runWebGPUProgram(
    program: Program,
    inputs: readonly TensorInfo[],
    dtype: string,
    uniforms: readonly { readonly type: 'int32' | 'float32'; readonly data: readonly number[] }[],
    output: TensorInfo,
  ): TensorInfo;
}

/** tfjs-core 4.22, engine.ts. */
interface Tracking {
  makeTensorFromTensorInfo(info: TensorInfo): TensorLike;
}

/** The backend, where programs of one's own can be run on it. */
export function webgpuOf({ backend, backendName }: Engine): WebgpuBackend | undefined {
  const has = (...names: string[]) => names.every((name) => typeof Reflect.get(backend, name) === 'function');
  return backendName === 'webgpu' && has('runWebGPUProgram', 'makeTensorInfo', 'disposeData')
    ? (backend as unknown as WebgpuBackend)
    : undefined;
}

/** A shader: WGSL with a `main` that gets the number of the thread, the names of its inputs and its uniforms. */
export interface Shader {
  readonly key: string;
  readonly inputs: readonly string[];
  /** Names, in their order. */
  readonly uniforms: Readonly<Record<string, 'i32' | 'f32'>>;
  readonly code: string;
}

/** Starts a shader on so many workgroups; nothing is awaited, the device takes it when its turn comes. */
export function start(
  backend: WebgpuBackend,
  { key, inputs, uniforms, code }: Shader,
  workgroups: number,
  from: readonly TensorInfo[],
  values: Readonly<Record<string, number>>,
  output: TensorInfo,
): void {
  const names = Object.entries(uniforms);
  const program: Program = {
    variableNames: inputs,
    uniforms: names.map(([name, type]) => `${name} : ${type}, `).join(''),
    workgroupSize: [THREADS, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [workgroups, 1, 1],
    outputShape: output.shape,
    size: false,
    shaderKey: `trainvitals_${key}`,
    getUserCode: () => code,
  };
  const data = names.map(([name, type]) => ({
    type: type === 'i32' ? ('int32' as const) : ('float32' as const),
    data: [values[name] ?? 0],
  }));
  backend.runWebGPUProgram(program, from, output.dtype, data, output);
}

/** A tensor as a line: one shader then serves every shape. */
export const lineOf = (x: TensorLike): TensorInfo => ({
  dataId: (x as Placed).dataId,
  shape: [x.size],
  dtype: x.dtype,
});

/** Room for the results of a shader. The backend would compile it anew for each way an input's shape can fit a line's. */
export const outputOf = (backend: WebgpuBackend, size: number, dtype: string): TensorInfo =>
  backend.makeTensorInfo([size, 1], dtype);

/** Hands a line of results to the engine, which disposes it with the scope it was made in. */
export const tensorOf = (engine: Engine, { dataId, shape, dtype }: TensorInfo): TensorLike =>
  (engine as Engine & Tracking).makeTensorFromTensorInfo({ dataId, shape: shape.slice(0, 1), dtype });
