import type { Engine, TensorLike } from './engine.js';
import { genericReductions, type Reductions } from './reductions.js';

/** tfjs-node 4.22, nodejs_kernel_backend.ts. */
export interface TensorflowBackend {
  /** Runs any TensorFlow op by its name; the result belongs to the scope. */
  executeSingleInput(name: string, input: TensorLike): TensorLike;
  incRef(dataId: object): void;
}

/** tfjs-core 4.22, engine.ts and tensor.ts. */
interface Placing {
  makeTensorFromTensorInfo(info: { dataId: object; shape: readonly number[]; dtype: string }): TensorLike;
}
type Placed = TensorLike & { readonly dataId: object };

/** The backend, where ops can be run by name. */
export function tensorflowOf({ backend, backendName }: Engine): TensorflowBackend | undefined {
  const canRun = typeof Reflect.get(backend, 'executeSingleInput') === 'function';
  return backendName === 'tensorflow' && canRun ? (backend as unknown as TensorflowBackend) : undefined;
}

/**
 * What costs on TensorFlow is the number of ops, 15 to 20 µs each whatever the tensor, and what kernels of tfjs-node
 * upload on the way. So tensors keep their shape and sums become scalars, which are joined by one `Pack`; Σx² is one
 * `L2Loss`, half of it, doubled when it was read; `Step` makes two tensors of ones and zeros in JavaScript, and is the
 * sign of the positive part here.
 */
export function tensorflowReductions(engine: Engine, backend: TensorflowBackend): Reductions {
  const run = (kernel: string, inputs: object, attrs?: object) => engine.runKernel(kernel, inputs, attrs);
  const isPositive = (x: TensorLike) => op('Sign', op('Relu', float(x)));
  const generic = genericReductions(engine, { isPositive });
  const op = (name: string, x: TensorLike) => backend.executeSingleInput(name, x);
  const float = (x: TensorLike) => (x.dtype === 'float32' ? x : run('Cast', { x }, { dtype: 'float32' }));
  const axes = (x: TensorLike) => [...x.shape.keys()];
  const sum = (x: TensorLike) => run('Sum', { x: float(x) }, { axis: axes(x), keepDims: false });
  const max = (x: TensorLike) => run('Max', { x }, { reductionIndices: axes(x), keepDims: false });
  const halves = new WeakSet<TensorLike>();
  const half = (x: TensorLike) => {
    halves.add(x);
    return x;
  };
  const l2 = (x: TensorLike) => op('L2Loss', float(x));
  return {
    ...generic,
    scaleOf: (x) => (halves.has(x) ? 2 : 1),
    alias: (x) => {
      const { dataId, shape, dtype } = x as Placed;
      backend.incRef(dataId);
      return (engine as Engine & Placing).makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype });
    },
    sum,
    sumSquares: (x) => half(l2(x)),
    sumSquaresOfAll: ([first, ...rest]) => {
      if (!first) throw new Error('adding up no tensors');
      return half(rest.length === 0 ? l2(first) : run('AddN', [l2(first), ...rest.map(l2)]));
    },
    sumAbs: (x) => sum(op('Abs', float(x))),
    maxAbs: (x) => max(op('Abs', float(x))),
    magnitudes: (x) => {
      const abs = op('Abs', float(x));
      return [half(l2(x)), sum(abs), max(abs)];
    },
    sumSquaredDifference: (a, b) => half(l2(run('Sub', { a: float(a), b: float(b) }))),
    concat: (parts) => {
      const scalars = parts.filter(({ shape }) => shape.length === 0).map(float);
      if (scalars.length === 0) return generic.concat(parts);
      const packed = run('Pack', scalars, { axis: 0 });
      const lines = parts.filter(({ shape }) => shape.length > 0);
      return lines.length === 0 ? packed : run('Concat', [packed, ...lines.map(generic.flat)], { axis: 0 });
    },
  };
}
