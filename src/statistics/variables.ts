import type { TensorLike } from './engine.js';
import type { Numbers } from './line.js';
import type { Pack } from './pack.js';

/** What is known of a tensor after one read. */
export interface Moments {
  readonly sumSquares: number;
  readonly sumAbs: number;
  readonly maxAbs: number;
}

/** A tensor, none of them empty, and where what was measured of it goes. */
export interface Measured<T> {
  readonly tensor: TensorLike;
  readonly use: (found: T) => void;
}

/** The moments of several tensors: together where the backend takes them so. */
export function measureMomentsOfEach(pack: Pack, all: readonly Measured<Moments>[]): void {
  if (!together(pack, all, momentsAt))
    for (const { tensor, use } of all) pack.together(() => measureMoments(pack, tensor, use));
}

/** The same of their spread. */
export function measureSpreadOfEach(pack: Pack, all: readonly Measured<Spread>[]): void {
  if (!together(pack, all, (at, { size }) => spreadOf(size, at[0], at[1], at[4])))
    for (const { tensor, use } of all) pack.together(() => measureSpread(pack, tensor, use));
}

/** Σ(a − b)² of several pairs. */
export function measureDifferenceOfEach(
  pack: Pack,
  all: readonly {
    readonly pair: readonly [TensorLike, TensorLike];
    readonly use: (squares: number) => void;
  }[],
): void {
  const { sumSquaredDifferenceOfEach } = pack.reductions;
  if (!sumSquaredDifferenceOfEach || all.length < 2) {
    for (const { pair, use } of all) pack.number((reduce) => reduce.sumSquaredDifference(...pair), use);
    return;
  }
  pack.add(
    () => sumSquaredDifferenceOfEach(all.map(({ pair }) => pair)),
    (numbers) => {
      for (const [index, { use }] of all.entries()) use(numbers[index] ?? Number.NaN);
    },
  );
}

/** Numbers that `moments` gives of a tensor. */
const WIDTH = 5;

/** Whether the backend took all of them at once. */
function together<T>(
  pack: Pack,
  all: readonly Measured<T>[],
  found: (moments: Numbers, tensor: TensorLike) => T,
): boolean {
  const { momentsOfEach } = pack.reductions;
  if (!momentsOfEach || all.length < 2) return false;
  pack.add(
    () => momentsOfEach(all.map(({ tensor }) => tensor)),
    (numbers) => {
      for (const [index, { tensor, use }] of all.entries())
        use(found(numbers.slice(WIDTH * index, WIDTH * (index + 1)), tensor));
    },
  );
  return true;
}

const momentsAt = ([
  ,
  sumSquares = Number.NaN,
  sumAbs = Number.NaN,
  maxAbs = Number.NaN,
]: Numbers): Moments => ({
  sumSquares,
  sumAbs,
  maxAbs,
});

/** Norm, mean absolute and largest absolute value of a gradient. */
export function measureMoments(pack: Pack, tensor: TensorLike, use: (moments: Moments) => void): void {
  const { moments } = pack.reductions;
  if (moments) {
    pack.add(
      () => moments(tensor),
      (numbers) => use(momentsAt(numbers)),
    );
    return;
  }
  pack.several(
    (reduce) => reduce.magnitudes(tensor),
    ([sumSquares = Number.NaN, sumAbs = Number.NaN, maxAbs = Number.NaN]) =>
      use({ sumSquares, sumAbs, maxAbs }),
  );
}

/** Mean and standard deviation (population) of a tensor, its sum of squares, and where it comes by the way, its nonzeros. */
export interface Spread {
  readonly mean: number;
  readonly std: number;
  readonly sumSquares: number;
  readonly nonzeros?: number | undefined;
}

export function measureSpread(pack: Pack, tensor: TensorLike, use: (spread: Spread) => void): void {
  const { moments } = pack.reductions;
  if (moments) {
    pack.add(
      () => moments(tensor),
      ([sum, squares, , , nonzeros]) => use(spreadOf(tensor.size, sum, squares, nonzeros)),
    );
    return;
  }
  const sum = pack.later((reduce) => reduce.sum(tensor));
  pack.number(
    (reduce) => reduce.sumSquares(tensor),
    (sumSquares) => use(spreadOf(tensor.size, sum(), sumSquares)),
  );
}

function spreadOf(size: number, sum = Number.NaN, sumSquares = Number.NaN, nonzeros?: number): Spread {
  const mean = sum / size;
  // Cancellation can leave a tiny negative number for a constant tensor; NaN must stay NaN.
  const variance = sumSquares / size - mean * mean;
  return { mean, std: Math.sqrt(Math.max(variance, 0)), sumSquares, nonzeros };
}
