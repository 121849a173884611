import type { TensorLike } from './engine.js';
import type { Pack } from './pack.js';

/** What is known of a tensor after one read. */
export interface Moments {
  readonly sumSquares: number;
  readonly sumAbs: number;
  readonly maxAbs: number;
}

/** Norm, mean absolute and largest absolute value of a gradient. */
export function measureMoments(pack: Pack, tensor: TensorLike, use: (moments: Moments) => void): void {
  const { moments } = pack.reductions;
  if (moments) {
    pack.add(
      () => moments(tensor),
      ([, sumSquares = Number.NaN, sumAbs = Number.NaN, maxAbs = Number.NaN]) =>
        use({ sumSquares, sumAbs, maxAbs }),
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
  const tell = (sum: number, sumSquares: number, nonzeros?: number) => {
    const mean = sum / tensor.size;
    // Cancellation can leave a tiny negative number for a constant tensor; NaN must stay NaN.
    const variance = sumSquares / tensor.size - mean * mean;
    use({ mean, std: Math.sqrt(Math.max(variance, 0)), sumSquares, nonzeros });
  };
  const { moments } = pack.reductions;
  if (moments) {
    pack.add(
      () => moments(tensor),
      ([sum = Number.NaN, squares = Number.NaN, , , nonzeros]) => tell(sum, squares, nonzeros),
    );
    return;
  }
  const sum = pack.later((reduce) => reduce.sum(tensor));
  pack.number(
    (reduce) => reduce.sumSquares(tensor),
    (sumSquares) => tell(sum(), sumSquares),
  );
}
