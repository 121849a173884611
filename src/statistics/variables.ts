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
  const sumSquares = pack.later((reduce) => reduce.sumSquares(tensor));
  const sumAbs = pack.later((reduce) => reduce.sumAbs(tensor));
  pack.number(
    (reduce) => reduce.maxAbs(tensor),
    (maxAbs) => use({ sumSquares: sumSquares(), sumAbs: sumAbs(), maxAbs }),
  );
}

/** Mean and standard deviation (population) of a tensor, and its sum of squares. */
export function measureSpread(
  pack: Pack,
  tensor: TensorLike,
  use: (spread: { mean: number; std: number; sumSquares: number }) => void,
): void {
  const sum = pack.later((reduce) => reduce.sum(tensor));
  pack.number(
    (reduce) => reduce.sumSquares(tensor),
    (sumSquares) => {
      const mean = sum() / tensor.size;
      // Cancellation can leave a tiny negative number for a constant tensor; NaN must stay NaN.
      const variance = sumSquares / tensor.size - mean * mean;
      use({ mean, std: Math.sqrt(Math.max(variance, 0)), sumSquares });
    },
  );
}
