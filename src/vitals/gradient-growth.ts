import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { median, Peak, Recent, ranked, type Window } from './window.js';

const HISTORY = 128;
/**
 * Of so few norms the median says little, where a batch in which errors cancel has next to none: what has left their
 * range is larger than all of them.
 */
const EARLY = 12;
/** Steps for which the norm must stay up; fewer in the first dozen, when a run can be gone before they are over. */
const sustained = (steps: number) => (steps < EARLY ? 2 : 3);
/**
 * One step that multiplies the norm by so much is no spike, the less so at the start: the next may find it dead.
 * Measured over 198 healthy trainings: at most 6 in the first dozen steps, 40 later; the sick ones begin at 2,600.
 */
const burst = (steps: number) => (steps < EARLY ? 1e3 : 1e6);
/** For so many steps a burst is remembered. */
const BURST_MEMORY = 512;
/**
 * So many of the last steps beyond so many times the usual norm are no accident of one batch, though they do not follow
 * each other. Measured: single steps of healthy runs reach 40, a batch in another unit 22,000.
 */
const OFTEN = 3;
const OF_STEPS = 64;
const FAR = 1e3;
/** Such a step is also this many times as large as any of the ones before these: else it was so all along. */
const BEYOND = 20;
/** A jump of a few steps lies between two scrapes: it is shown for this many steps. */
const PEAK_MEMORY = 64;
/** For so many steps the calmest history counts: where layers were unfrozen another norm is usual from then on. */
const CALM_MEMORY = 1024;
/** A run that has converged has tiny gradients; growth counts from this share of its first norms. */
const FLOOR = 0.1;

/**
 * The gradient norm, sustained over 3 steps, over the median of the run's own last 128 steps, the lowest that it had;
 * after a burst, its growth. Measured: healthy runs sustain at most 3.4 times their first norms.
 */
export class GradientGrowth implements Window {
  private readonly history = new Recent(HISTORY);
  private readonly first: number[] = [];
  private readonly peak = new Peak(PEAK_MEMORY);
  /** How many times the usual norm each of the last steps had. */
  private readonly ratios = new Recent(OF_STEPS);
  /** Medians with their sign turned, so that the largest is the lowest there was. */
  private readonly calm = new Peak(CALM_MEMORY);
  private ended = false;
  private step = 0;
  private burst: { step: number; growth: number } | undefined;

  observe(store: VitalStore, frame: Frame): void {
    const norm = frame.kind === 'step' ? store.fresh('gradientNorm') : undefined;
    if (norm === undefined) return;
    if (!Number.isFinite(norm)) {
      this.end(store, norm);
      return;
    }
    this.ended = false;
    this.step = frame.step;
    this.history.push(norm);
    if (this.first.length < 8) this.first.push(norm);
    this.watchForBurst(frame.step, norm);
    if (this.burst) store.set('gradientGrowth', this.burst.growth);
    if (this.burst || this.history.length < 4) return;
    const recent = sustained(this.history.length);
    this.set(store, Math.min(...this.history.last(recent)), this.history.before(recent));
    const often = this.often(norm);
    if (often !== undefined) store.set('gradientGrowth', this.peak.add(store.step, often));
  }

  /** The growth that several of the last steps reached, where it is far beyond what single steps reach. */
  private often(norm: number): number | undefined {
    const before = this.history.before(1);
    const older = before.subarray(0, Math.max(0, before.length - OF_STEPS));
    if (older.length < EARLY) return undefined;
    // Where some steps always had much larger gradients than most, as with sparse rewards, they are usual.
    const isBeyond = norm > BEYOND * (older[0] ?? 0) && norm > BEYOND * Math.max(...older);
    const usual = isBeyond ? this.usual(before, norm) : 0;
    this.ratios.push(usual > 0 ? norm / usual : 0);
    const all = this.ratios.last(OF_STEPS);
    let far = 0;
    for (const ratio of all) if (ratio >= FAR) far++;
    return far >= OFTEN ? ranked(all, all.length - OFTEN) : undefined;
  }

  private watchForBurst(step: number, norm: number): void {
    if (this.burst && step - this.burst.step > BURST_MEMORY) this.burst = undefined;
    const before = this.history.before(1);
    const growth = before.length === 0 ? 0 : norm / this.usual(before, norm);
    if (Number.isFinite(growth) && growth >= burst(before.length)) this.burst = { step, growth };
  }

  /** Overflow within a few steps leaves no time to be sustained: the last finite norm tells, or the overflow itself. */
  private end(store: VitalStore, norm: number): void {
    if (this.ended || this.history.length === 0) return;
    this.ended = true;
    if (norm === Number.POSITIVE_INFINITY) this.set(store, norm, this.history.last(HISTORY));
    else if (this.history.length > 1) this.set(store, this.history.last(1)[0] ?? 0, this.history.before(1));
  }

  private set(store: VitalStore, now: number, before: Float64Array): void {
    const usual = this.usual(before, now);
    store.set('gradientGrowth', usual > 0 ? this.peak.add(store.step, now / usual) : undefined);
  }

  /** What a norm is judged by; it is no part of it itself. */
  private usual(before: Float64Array, now: number): number {
    const largest = before.length < EARLY ? Math.max(...before) : 0;
    if (now <= largest) return largest;
    const first = median(this.first.slice(0, before.length));
    const history = median(before);
    // A norm that grows slowly takes its own history along.
    const isLong = before.length >= HISTORY / 4 && history > 0;
    const calmest = isLong ? -this.calm.add(this.step, -history) : history;
    return Math.max(Math.min(history, calmest), FLOOR * first);
  }
}
