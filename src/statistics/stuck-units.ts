import type { Engine, TensorLike } from './engine.js';
import type { Numbers } from './line.js';
import type { Pack } from './pack.js';
import type { Reductions } from './reductions.js';

/** Examples a verdict needs: a unit that fires for 2 % of the examples is then missed with probability 0.6 %. */
export const EXAMPLES_FOR_A_VERDICT = 256;
/**
 * Examples after which the older half of the window is let go. Where measurements are rare it is that of as many fewer, so
 * that it spans about as many steps: units that died are not kept alive by examples of long ago.
 */
const WINDOW = 2048;

/** A unit at its rails for this share of the window's examples is stuck. */
const SATURATED = 0.9;
/** At the rails less than this share of the steepest slope is left: 1 − y² of tanh, 4·y·(1 − y) of a sigmoid. */
const SLOPE = 0.1;
const reach = Math.sqrt(1 - SLOPE);
const rails = {
  tanh: { center: 0, rail: reach },
  sigmoid: { center: 0.5, rail: reach / 2 },
} as const;

interface Bucket {
  readonly counts: TensorLike;
  readonly rows: number;
}

/**
 * Counts on the device, per unit (the last axis), how often in a window of batches it fired (ReLU) or was at its rails
 * (tanh, sigmoid), and reports the share of units that never fired, or were almost always at their rails. Units, not values: a healthy ReLU layer is half zeros.
 */
export class StuckUnits {
  private older: Bucket | undefined;
  private newer: Bucket | undefined;
  /** What the counts were taken by. */
  private by: Reductions | undefined;
  private examples = { older: 0, newer: 0 };

  constructor(
    private readonly engine: Engine,
    readonly kind: 'relu' | keyof typeof rails,
  ) {}

  /**
   * Adds a layer's output [batch, …, units]; `use` gets the share of stuck units, 0 to 1, once that says something;
   * `useMarked` the number of values that fired or were at their rails in this batch. `interval`: steps between two
   * measurements.
   */
  observe(
    output: TensorLike,
    pack: Pack,
    use: (share: number) => void,
    useMarked: (values: number) => void,
    interval = 1,
  ): void {
    const units = output.shape.at(-1) ?? 1;
    const rows = output.size / units;
    // Counts of another backend are not for this one's kernels.
    if (this.by !== pack.reductions) this.restart();
    this.by = pack.reductions;
    pack.add(
      (reduce) => {
        const now = this.marked(reduce, output);
        pack.number(() => reduce.sum(now), useMarked);
        const counts = this.accumulate(reduce, now, rows);
        const all = this.older ? reduce.add([this.older.counts, counts]) : counts;
        const seen = (this.newer?.rows ?? 0) + (this.older?.rows ?? 0);
        // Counts are whole: half a count off the limit, rounding cannot matter.
        return this.kind === 'relu'
          ? reduce.countBelow(all, 0.5)
          : reduce.countAbove(all, SATURATED * seen - 0.5);
      },
      this.report(units, use, output.shape[0] ?? 1),
    );
    const window = Math.max(EXAMPLES_FOR_A_VERDICT, WINDOW / interval);
    if (this.examples.newer >= window / 2) this.turn();
  }

  /** How often each ReLU unit fired; how often each saturating one was at its rails. */
  private marked(reduce: Reductions, output: TensorLike): TensorLike {
    if (this.kind === 'relu') return reduce.unitsPositive(output);
    const { center, rail } = rails[this.kind];
    return reduce.unitsBeyond(output, center, rail);
  }

  private accumulate(reduce: Reductions, now: TensorLike, rows: number): TensorLike {
    const old = this.newer;
    const counts = this.engine.keep(reduce.add(old ? [old.counts, now] : [now]));
    old?.counts.dispose();
    this.newer = { counts, rows: (old?.rows ?? 0) + rows };
    return counts;
  }

  private report(units: number, use: (share: number) => void, batch: number) {
    this.examples.newer += batch;
    const examples = this.examples.newer + this.examples.older;
    return (numbers: Numbers) => {
      const share = (numbers[0] ?? Number.NaN) / units;
      // NaN: an output before this one was not finite, and its window was still open.
      if (examples >= EXAMPLES_FOR_A_VERDICT && Number.isFinite(share)) use(share);
    };
  }

  private turn(): void {
    this.older?.counts.dispose();
    this.older = this.newer;
    this.newer = undefined;
    this.examples = { older: this.examples.newer, newer: 0 };
  }

  /** Lets go of the window; the next output begins a new one. */
  restart(): void {
    this.dispose();
    this.examples = { older: 0, newer: 0 };
  }

  dispose(): void {
    this.older?.counts.dispose();
    this.newer?.counts.dispose();
    this.older = undefined;
    this.newer = undefined;
  }
}
