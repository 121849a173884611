import type { Engine, TensorLike } from './engine.js';
import type { Numbers } from './line.js';

/** Steps of the generic implementation that a backend takes in another way. */
interface Steps {
  /** 1 where x > 0, else 0. */
  readonly isPositive?: (x: TensorLike) => TensorLike;
}

/**
 * The generic implementation: reductions as plain tfjs kernels, on any backend, each to a tensor of shape [1]. It is
 * the reference that faster ones must agree with. Call inside `offTape`; intermediates die with its scope.
 */
export function genericReductions(engine: Engine, own: Steps = {}) {
  const run = (kernel: string, inputs: object, attrs?: object) => engine.runKernel(kernel, inputs, attrs);
  const reshape = (x: TensorLike, shape: number[]) => run('Reshape', { x }, { shape });
  /** Flat float32 view of a tensor of any shape and type. */
  const flat = (x: TensorLike) => {
    const line = x.shape.length === 1 ? x : reshape(x, [x.size]);
    return x.dtype === 'float32' ? line : run('Cast', { x: line }, { dtype: 'float32' });
  };
  /** Another tensor over the same memory; `Identity` would copy it on wasm. */
  const alias = (x: TensorLike) => reshape(x, [...x.shape]);
  const total = (line: TensorLike) => run('Sum', { x: line }, { axis: [0], keepDims: true });
  const constant = (value: number) => engine.makeTensor(new Float32Array([value]), [1], 'float32');
  /** 1 where x > 0, else 0. Comparisons with a broadcast scalar take 100 times as long on wasm. */
  const isPositive = own.isPositive ?? ((x: TensorLike) => run('Step', { x }, { alpha: 0 }));
  const sumSquares = (x: TensorLike) => total(run('Square', { x: flat(x) }));
  const concat = (parts: readonly TensorLike[]) =>
    parts.length === 1 && parts[0] ? alias(flat(parts[0])) : run('Concat', parts.map(flat), { axis: 0 });
  /** Sums over all axes but the last. */
  const columnSums = (x: TensorLike) => {
    const units = x.shape.at(-1) ?? 1;
    return run('Sum', { x: reshape(x, [x.size / units, units]) }, { axis: [0], keepDims: false });
  };

  return {
    alias,
    /** Float32 line of a tensor of any shape and type: [n]. */
    flat,
    /** Sum of the values. */
    sum: (x: TensorLike) => total(flat(x)),
    /** Sum of the squared values; ∞ also where the square overflows float32. */
    sumSquares,
    /** The same over several tensors; small ones are joined first, as the cost of those is the calls. */
    sumSquaresOfAll: (parts: readonly TensorLike[]) => sumSquares(concat(parts)),
    sumAbs: (x: TensorLike) => total(run('Abs', { x: flat(x) })),
    /** Largest absolute value. Some backends hide NaN here. */
    maxAbs: (x: TensorLike) =>
      run('Max', { x: run('Abs', { x: flat(x) }) }, { reductionIndices: [0], keepDims: true }),
    /** Σx², Σ|x| and max|x|, a tensor each. */
    magnitudes: (x: TensorLike): readonly TensorLike[] => {
      const line = flat(x);
      const abs = run('Abs', { x: line });
      const max = run('Max', { x: abs }, { reductionIndices: [0], keepDims: true });
      return [total(run('Square', { x: line })), total(abs), max];
    },
    /** Number of values that are not 0. */
    countNonzeros: (x: TensorLike) => total(isPositive(run('Abs', { x: flat(x) }))),
    /** Sum of (a − b)², for an update. */
    sumSquaredDifference: (a: TensorLike, b: TensorLike) =>
      total(run('SquaredDifference', { a: flat(a), b: flat(b) })),
    /** Scalars and vectors of one tensor after another: [Σ sizes]. */
    concat,
    /** x − scale·w − sign·sgn(w): a gradient without its l2 and l1 penalty. */
    withoutPenalty: (gradient: TensorLike, weight: TensorLike, l2Scale: number, l1Scale: number) => {
      const times = (x: TensorLike, scale: number) => run('Multiply', { a: x, b: constant(scale) });
      let rest = flat(gradient);
      if (l2Scale !== 0) rest = run('Sub', { a: rest, b: times(flat(weight), l2Scale) });
      if (l1Scale !== 0) rest = run('Sub', { a: rest, b: times(run('Sign', { x: flat(weight) }), l1Scale) });
      return rest;
    },
    difference: (a: TensorLike, b: TensorLike) => run('Sub', { a: flat(a), b: flat(b) }),
    add: (parts: readonly TensorLike[]) =>
      parts.length === 1 ? alias(flat(first(parts))) : run('AddN', parts.map(flat)),
    /** For each unit, the last axis, how many values are above 0: [units]. */
    unitsPositive: (x: TensorLike) => columnSums(isPositive(x)),
    /** For each unit, how many values lie farther than `rail` from `center`: [units]. */
    unitsBeyond: (x: TensorLike, center: number, rail: number) => {
      const offset = center === 0 ? x : run('Sub', { a: x, b: constant(center) });
      return columnSums(isPositive(run('Sub', { a: run('Abs', { x: offset }), b: constant(rail) })));
    },
    /** 1 where a value is above 0, else 0. */
    isPositive,
    /** Sums over the last axis: [rows, units] → [rows]. */
    rowSums: (x: TensorLike) => {
      const units = x.shape.at(-1) ?? 1;
      return run('Sum', { x: reshape(flat(x), [x.size / units, units]) }, { axis: [1], keepDims: false });
    },
    /** Σ(x − m)² with m the mean of the row: 0 where all units are the same, free of cancellation. [rows, units] → [1] */
    sumSquaresAroundRows: (x: TensorLike) => {
      const units = x.shape.at(-1) ?? 1;
      const rows = reshape(flat(x), [x.size / units, units]);
      const sums = run('Sum', { x: rows }, { axis: [1], keepDims: true });
      const means = run('Multiply', { a: sums, b: constant(1 / units) });
      return total(run('Square', { x: flat(run('Sub', { a: rows, b: means })) }));
    },
    /** How many values are farther than `reach` from `center`: [n] → [1]. */
    countBeyond: (x: TensorLike, center: number, reach: number) => {
      const distance = run('Abs', { x: run('Sub', { a: x, b: constant(center) }) });
      return total(isPositive(run('Sub', { a: distance, b: constant(reach) })));
    },
    /** How many values are above `limit`: [n] → [1]. */
    countAbove: (x: TensorLike, limit: number) => total(isPositive(run('Sub', { a: x, b: constant(limit) }))),
    /** How many values are below `limit`: [n] → [1]. */
    countBelow: (x: TensorLike, limit: number) => total(isPositive(run('Sub', { a: constant(limit), b: x }))),
    /** 1 where a value of any type is above one half, else 0: [n]. */
    isAboveHalf: (x: TensorLike) => isPositive(run('Sub', { a: flat(x), b: constant(0.5) })),
    /** Occurrences of each class: class indices of any shape → [classes]. Masked labels (below 0) are in none. */
    countClasses: (indices: TensorLike, classes: number) => {
      // Not every backend has a bincount (tfjs-node 4.22), and some write 1 as an integer whatever the type (wasm).
      const whole = run('Cast', { x: flat(indices) }, { dtype: 'int32' });
      const attrs = { depth: classes, onValue: 1, offValue: 0, dtype: 'int32' };
      const rows = run('OneHot', { indices: whole }, attrs);
      return columnSums(reshape(flat(rows), [indices.size, classes]));
    },
    /** Index of the largest value of each row: [rows, classes] → [rows]. */
    argMax: (x: TensorLike) => run('ArgMax', { x }, { axis: x.shape.length - 1 }),
  };
}

/** What a backend's engine does of its own, beside what all do. */
interface Own {
  /**
   * Results are numbers on the host at once: no kernel runs, and tfjs knows of no tensor. This reads them, and small
   * tensors of the step beside them.
   */
  readonly numbersIn?: (x: TensorLike) => Numbers;
  /** A number is to be multiplied by this when it is read: of some sums a backend gives the half. */
  readonly scaleOf?: (x: TensorLike) => number;
  /** Σx, Σx², Σ|x|, max|x|, and how many values are not 0, in one pass: [5]. */
  readonly moments?: (x: TensorLike) => TensorLike;
  /** The same of several tensors, none of them empty, in as few calls as the backend can: [5 · tensors]. */
  readonly momentsOfEach?: (xs: readonly TensorLike[]) => TensorLike;
  /** Σ(a − b)² of several pairs, none of them empty: [pairs]. */
  readonly sumSquaredDifferenceOfEach?: (pairs: readonly (readonly [TensorLike, TensorLike])[]) => TensorLike;
}

export type Reductions = ReturnType<typeof genericReductions> & Own;

function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('adding up no tensors');
  return item;
}
