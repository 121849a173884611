import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { median, Recent, type Window } from './window.js';

const HISTORY = 128;
/** Steps for which the norm must stay up. */
const SUSTAINED = 3;
/** A run that has converged has tiny gradients; growth counts from this share of its first norms. */
const FLOOR = 0.1;

/** The gradient norm, sustained over 3 steps, over the median of the run's own last 128 steps. */
export class GradientGrowth implements Window {
  private readonly history = new Recent(HISTORY);
  private readonly first: number[] = [];
  private ended = false;

  observe(store: VitalStore, frame: Frame): void {
    const norm = frame.kind === 'step' ? store.fresh('gradientNorm') : undefined;
    if (norm === undefined) return;
    if (!Number.isFinite(norm)) {
      this.end(store);
      return;
    }
    this.ended = false;
    this.history.push(norm);
    if (this.first.length < 8) this.first.push(norm);
    if (this.history.length < 4 * SUSTAINED) return;
    this.set(store, Math.min(...this.history.last(SUSTAINED)), this.history.before(SUSTAINED));
  }

  /** Overflow within a few steps leaves no time to be sustained: the last finite norm tells. */
  private end(store: VitalStore): void {
    if (this.ended || this.history.length < 3) return;
    this.ended = true;
    this.set(store, this.history.last(1)[0] ?? 0, this.history.before(1));
  }

  private set(store: VitalStore, now: number, before: readonly number[]): void {
    const usual = Math.max(median(before), FLOOR * median(this.first));
    store.set('gradientGrowth', usual > 0 ? now / usual : undefined);
  }
}
