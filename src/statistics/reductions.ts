import type { Engine, TensorLike } from './engine.js';

/**
 * The generic implementation: reductions as plain tfjs kernels, on any backend, each to a tensor of shape [1]. It is
 * the reference that faster ones must agree with. Call inside `offTape`; intermediates die with its scope.
 */
export function genericReductions(engine: Engine) {
  const run = (kernel: string, inputs: object, attrs?: object) => engine.runKernel(kernel, inputs, attrs);
  const reshape = (x: TensorLike, shape: number[]) => run('Reshape', { x }, { shape });
  /** Flat float32 view of a tensor of any shape and type. */
  const flat = (x: TensorLike) => {
    const line = x.shape.length === 1 ? x : reshape(x, [x.size]);
    return x.dtype === 'float32' ? line : run('Cast', { x: line }, { dtype: 'float32' });
  };
  const total = (line: TensorLike) => run('Sum', { x: line }, { axis: [0], keepDims: true });
  const isNonfinite = (line: TensorLike) => {
    const zero = engine.makeTensor(new Float32Array(1), [1], 'float32');
    const off = run('NotEqual', { a: run('Sub', { a: line, b: line }), b: zero });
    return run('Cast', { x: off }, { dtype: 'float32' });
  };

  return {
    /** Sum of the values. */
    sum: (x: TensorLike) => total(flat(x)),
    /** Sum of the squared values; ∞ also where the square overflows float32. */
    sumSquares: (x: TensorLike) => total(run('Square', { x: flat(x) })),
    sumAbs: (x: TensorLike) => total(run('Abs', { x: flat(x) })),
    /** Largest absolute value. Some backends hide NaN here. */
    maxAbs: (x: TensorLike) =>
      run('Max', { x: run('Abs', { x: flat(x) }) }, { reductionIndices: [0], keepDims: true }),
    /** Number of NaN and ±∞ values: x − x is 0 for all others. */
    countNonfinite: (x: TensorLike) => total(isNonfinite(flat(x))),
    /** Number of exact zeros. */
    countZeros: (x: TensorLike) => {
      const zero = engine.makeTensor(new Float32Array(1), [1], 'float32');
      return total(run('Cast', { x: run('Equal', { a: flat(x), b: zero }) }, { dtype: 'float32' }));
    },
    /** Sum of (a − b)², for an update. */
    sumSquaredDifference: (a: TensorLike, b: TensorLike) =>
      total(run('Square', { x: run('Sub', { a: flat(a), b: flat(b) }) })),
    /** Scalars and vectors of one tensor after another: [Σ sizes]. */
    concat: (parts: readonly TensorLike[]) =>
      parts.length === 1 && parts[0]
        ? run('Identity', { x: flat(parts[0]) })
        : run('Concat', parts.map(flat), { axis: 0 }),
    /** x − scale·w − sign·sgn(w): a gradient without its l2 and l1 penalty. */
    withoutPenalty: (gradient: TensorLike, weight: TensorLike, l2Scale: number, l1Scale: number) => {
      const constant = (value: number) => engine.makeTensor(new Float32Array([value]), [1], 'float32');
      const times = (x: TensorLike, scale: number) => run('Multiply', { a: x, b: constant(scale) });
      let rest = flat(gradient);
      if (l2Scale !== 0) rest = run('Sub', { a: rest, b: times(flat(weight), l2Scale) });
      if (l1Scale !== 0) rest = run('Sub', { a: rest, b: times(run('Sign', { x: flat(weight) }), l1Scale) });
      return rest;
    },
    difference: (a: TensorLike, b: TensorLike) => run('Sub', { a: flat(a), b: flat(b) }),
    add: (parts: readonly TensorLike[]) =>
      parts.length === 1 ? run('Identity', { x: flat(first(parts)) }) : run('AddN', parts.map(flat)),
    /** Column sums of an indicator: [rows, units] → [units]. */
    columnSums: (x: TensorLike) => {
      const units = x.shape.at(-1) ?? 1;
      return run('Sum', { x: reshape(x, [x.size / units, units]) }, { axis: [0], keepDims: false });
    },
    /** 1 where a unit is off (≤ 0). */
    isOff: (x: TensorLike) => {
      const zero = engine.makeTensor(new Float32Array(1), [1], 'float32');
      return run('Cast', { x: run('LessEqual', { a: x, b: zero }) }, { dtype: 'float32' });
    },
    /** 1 where |x − center| is above `rail`. */
    isBeyond: (x: TensorLike, center: number, rail: number) => {
      const constant = (value: number) => engine.makeTensor(new Float32Array([value]), [1], 'float32');
      const distance = run('Abs', { x: center === 0 ? x : run('Sub', { a: x, b: constant(center) }) });
      return run('Cast', { x: run('Greater', { a: distance, b: constant(rail) }) }, { dtype: 'float32' });
    },
    /** How many values are at least `limit`: [n] → [1]. */
    countAtLeast: (x: TensorLike, limit: number) => {
      const bound = engine.makeTensor(new Float32Array([limit]), [1], 'float32');
      return total(run('Cast', { x: run('GreaterEqual', { a: x, b: bound }) }, { dtype: 'float32' }));
    },
    /** Occurrences of each class: class indices of any shape → [classes]. */
    countClasses: (indices: TensorLike, classes: number) => {
      const x = run('Cast', { x: reshape(indices, [indices.size]) }, { dtype: 'int32' });
      const weights = engine.makeTensor(new Float32Array(0), [0], 'float32');
      return run('DenseBincount', { x, weights }, { size: classes, binaryOutput: false });
    },
    /** Index of the largest value of each row: [rows, classes] → [rows]. */
    argMax: (x: TensorLike) => run('ArgMax', { x }, { axis: x.shape.length - 1 }),
  };
}

export type Reductions = ReturnType<typeof genericReductions>;

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('adding up no tensors');
  return item;
}
