import type { Engine, TensorLike } from './engine.js';
import type { Pack } from './pack.js';

/** Examples a verdict needs: a unit that fires for 2 % of the examples is then missed with probability 0.6 %. */
export const EXAMPLES_FOR_A_VERDICT = 256;
/** Examples after which the older half of the window is let go. */
const WINDOW = 2048;

/** At which outputs the units of a layer pass no gradient, and for what share of the examples that makes them stuck. */
const rails = {
  relu: { indicator: 'off', stuck: 1 },
  // Within 1 % of the rail (SageMaker SaturatedActivation), for 95 % of the window's examples.
  tanh: { indicator: 'beyond', center: 0, rail: 0.99, stuck: 0.95 },
  sigmoid: { indicator: 'beyond', center: 0.5, rail: 0.49, stuck: 0.95 },
} as const;

interface Bucket {
  readonly counts: TensorLike;
  readonly rows: number;
}

/**
 * Counts on the device, per unit (the last axis), for how many values of a window of batches it was stuck, and reports
 * the share of units that were stuck for all of it. Units, not values: a healthy ReLU layer is half zeros.
 */
export class StuckUnits {
  private older: Bucket | undefined;
  private newer: Bucket | undefined;
  private examples = { older: 0, newer: 0 };

  constructor(
    private readonly engine: Engine,
    private readonly kind: keyof typeof rails,
  ) {}

  /** Adds a layer's output [batch, …, units]; `use` gets the share of stuck units, 0 to 1, once that says something. */
  observe(output: TensorLike, pack: Pack, use: (share: number) => void): void {
    const { kind } = this;
    const units = output.shape.at(-1) ?? 1;
    const rows = output.size / units;
    let counts: TensorLike | undefined;
    pack.add(
      (reduce) => {
        const rail = rails[kind];
        const stuck =
          rail.indicator === 'off' ? reduce.isOff(output) : reduce.isBeyond(output, rail.center, rail.rail);
        const now = reduce.columnSums(stuck);
        const old = this.newer;
        counts = this.engine.keep(old ? reduce.add([old.counts, now]) : reduce.add([now]));
        old?.counts.dispose();
        this.newer = { counts, rows: (old?.rows ?? 0) + rows };
        const all = this.older ? reduce.add([this.older.counts, counts]) : counts;
        const seen = this.newer.rows + (this.older?.rows ?? 0);
        return reduce.countAtLeast(all, rails[kind].stuck * seen - 0.5);
      },
      this.report(units, use, output.shape[0] ?? 1),
    );
    if (this.examples.newer >= WINDOW / 2) this.turn();
  }

  private report(units: number, use: (share: number) => void, batch: number) {
    this.examples.newer += batch;
    const examples = this.examples.newer + this.examples.older;
    return (numbers: Float32Array) => {
      if (examples >= EXAMPLES_FOR_A_VERDICT) use((numbers[0] ?? 0) / units);
    };
  }

  private turn(): void {
    this.older?.counts.dispose();
    this.older = this.newer;
    this.newer = undefined;
    this.examples = { older: this.examples.newer, newer: 0 };
  }

  dispose(): void {
    this.older?.counts.dispose();
    this.newer?.counts.dispose();
    this.older = undefined;
    this.newer = undefined;
  }
}
