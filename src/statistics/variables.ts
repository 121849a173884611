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
  let sumSquares = 0;
  let sumAbs = 0;
  pack.number(
    (reduce) => reduce.sumSquares(tensor),
    (value) => {
      sumSquares = value;
    },
  );
  pack.number(
    (reduce) => reduce.sumAbs(tensor),
    (value) => {
      sumAbs = value;
    },
  );
  pack.number(
    (reduce) => reduce.maxAbs(tensor),
    (maxAbs) => use({ sumSquares, sumAbs, maxAbs }),
  );
}

/** Mean and standard deviation (population) of a tensor, and its sum of squares. */
export function measureSpread(
  pack: Pack,
  tensor: TensorLike,
  use: (spread: { mean: number; std: number; sumSquares: number }) => void,
): void {
  let sum = 0;
  pack.number(
    (reduce) => reduce.sum(tensor),
    (value) => {
      sum = value;
    },
  );
  pack.number(
    (reduce) => reduce.sumSquares(tensor),
    (sumSquares) => {
      const mean = sum / tensor.size;
      // Cancellation can leave a tiny negative number for a constant tensor; NaN must stay NaN.
      const variance = sumSquares / tensor.size - mean * mean;
      use({ mean, std: Math.sqrt(variance < 0 ? 0 : variance), sumSquares });
    },
  );
}
