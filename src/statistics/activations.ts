import type { TensorLike } from './engine.js';
import type { Pack } from './pack.js';
import type { StuckUnits } from './stuck-units.js';
import { measureSpread } from './variables.js';

/** Where the statistics of a layer's output go, once they were read; what says nothing is not called. */
export interface ActivationUses {
  readonly mean: (value: number) => void;
  readonly std: (value: number) => void;
  /** Share of exact zeros. */
  readonly zeroRatio: (value: number) => void;
  /** Share of values that are at the rails of a tanh or sigmoid. */
  readonly railRatio: (value: number) => void;
  /** Share of units that are dead or at their rails. */
  readonly stuckShare: (value: number) => void;
  /** The output holds NaN or infinite values. */
  readonly nonfinite: () => void;
}

/**
 * Measures a layer's output [batch, …, units]. Counts of an output with NaN or infinite values say nothing about its
 * units: a backend may count NaN as not fired, or make every later count NaN. They are left out, and the window of
 * `stuck` begins anew. `interval`: steps between two measurements.
 */
export function measureActivation(
  pack: Pack,
  output: TensorLike,
  stuck: StuckUnits | undefined,
  use: ActivationUses,
  interval = 1,
): void {
  // What fired in a ReLU layer is what is not 0; elsewhere it is counted, unless that comes by the way.
  const isRelu = stuck?.kind === 'relu';
  const isCounted = !isRelu && !pack.reductions.moments;
  let countable = true;
  measureSpread(pack, output, ({ mean, std, sumSquares, nonzeros }) => {
    use.mean(mean);
    use.std(std);
    countable = Number.isFinite(sumSquares);
    if (!countable) {
      use.nonfinite();
      stuck?.restart();
    } else if (!isRelu && nonzeros !== undefined) use.zeroRatio(1 - nonzeros / output.size);
  });
  const ratio =
    (report: (value: number) => void, shareOf: (values: number) => number) => (values: number) => {
      if (countable) report(shareOf(values / output.size));
    };
  const nonzeros = ratio(use.zeroRatio, (share) => 1 - share);
  const share = (value: number) => {
    if (countable) use.stuckShare(value);
  };
  stuck?.observe(output, pack, share, isRelu ? nonzeros : ratio(use.railRatio, (share) => share), interval);
  if (isCounted) pack.number((reduce) => reduce.countNonzeros(output), nonzeros);
}
