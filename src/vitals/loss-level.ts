import { comesDown, halvesRise, SETTLED } from './loss-descent.js';
import { SPIKE } from './loss-spikes.js';
import type { OtherData } from './other-data.js';
import type { VitalStore } from './store.js';
import { deviation, fall, swing } from './swing.js';
import { mean, Recent, ranked, type Window } from './window.js';

/** The recent window grows with the run up to this many steps. */
const WINDOW = 64;
/** A fall is told as what it comes to in so many steps, after which loss-not-improving is told. */
const FALL_STEPS = 100;
/** The start is the mean of at most so many first steps; of fewer while the run is short. */
const START = 32;
/** A first step beyond this multiple of the very first loss is a run blowing up, not its start. */
const BLOWN_UP = 2;
/** Below this share of the start a loss is as good as zero: its relative noise says nothing. */
const FLOOR = 0.1;
/** Means of 5 losses differ by up to so many standard deviations of single ones by noise alone, measured over 2,000 steps. */
const NOISE = 3;
/** A loss that fell by this share of its start has taught something, as `best` of loss-not-improving has it at first. */
export const LEARNED = 0.2;
/** Multiples of its best: a loss beyond the first has gone away from it, one below the second has come back. */
const AWAY = 2;
const BACK = 1.3;
/** So many steps in a row, so many times as high, are no swing. */
const STEEP_STEPS = 8;
const STEEP = 10;
/** A loss that has come all the way back is no longer where most of its window is: so many last steps tell. */
const NOW = 16;
/** One corrupt batch, or three: a loss that stays out for longer has moved. */
const SPIKE_STEPS = 3;
/** A start below what float32 resolves next to 1 is as good as zero: it is no scale for anything. */
const RESOLUTION = 1e-7;

/**
 * Where the data loss is against its own start and its best. Windows start small and grow: at step n the recent level
 * is the mean of the last n/4 steps (5 to 64).
 */
export class LossLevel implements Window {
  private readonly first: number[] = [];
  private readonly recent = new Recent(2 * WINDOW);
  private count = 0;
  /** The step before the first of this loss that was seen. */
  private begin: number | undefined;
  private lowest = Number.POSITIVE_INFINITY;
  private best = Number.POSITIVE_INFINITY;
  private bestSettled = Number.POSITIVE_INFINITY;
  /** How far up the loss is now, and from how far up it has come down again. */
  private height = 0;
  private returned = 0;
  /** Steps in a row that were far out of the recent range. */
  private spikes = 0;

  /**
   * `isResumed`: its start was not seen, so that how far it fell since is not known; `isTrained`: the model has learned
   * before, by another loss.
   */
  constructor(
    private readonly data: OtherData,
    private readonly isResumed = false,
    private readonly isTrained = false,
  ) {}

  observe(store: VitalStore): void {
    this.begin ??= store.step - 1;
    store.set('lossSteps', store.step - this.begin);
    const loss = store.fresh('dataLoss');
    if (loss === undefined || !Number.isFinite(loss) || this.isSpike(store)) return;
    this.count++;
    this.lowest = Math.min(this.lowest, loss);
    if (this.first.length < START && this.isStart(loss)) this.first.push(loss);
    this.recent.push(loss);
    if (this.count < 5) return;

    const width = Math.min(WINDOW, Math.max(5, this.count >> 2));
    const level = this.recent.last(width);
    const smoothed = mean(level);
    const initial = mean(this.first.slice(0, Math.max(5, this.count >> 3)));
    if (this.count >= 20 && smoothed < this.best) {
      this.best = smoothed;
      this.data.isBest();
    }
    store.set('lossInitial', initial);
    store.set('lossSmoothed', smoothed);
    const scale = Math.abs(initial);
    /** Of what is relative to the start, as far as the start is a scale. */
    const relative = (value: () => number) => (scale < RESOLUTION ? undefined : value());
    const sinceStart = (value: () => number) => (this.isResumed ? undefined : relative(value));
    store.set(
      'lossImprovement',
      sinceStart(() => (initial - smoothed) / scale),
    );
    if (this.count < 20) return;
    store.set('lossBest', this.best);
    // Around zero, as a policy gradient's, a loss has no other scale than its noise.
    const ofNoise = this.lowest > 0 ? 0 : this.noise;
    if (width >= SETTLED) {
      this.bestSettled = Math.min(this.bestSettled, smoothed);
      const fallen = sinceStart(() => (initial - this.bestSettled) / scale);
      // By another loss it may have come to where this one can fall no further; from within its noise around zero none can.
      const isKnown = this.isTrained ? (fallen ?? 0) > LEARNED : scale > ofNoise;
      store.set('lossBestImprovement', isKnown ? fallen : undefined);
    }
    store.set('lossRise', this.rise(width));
    store.set(
      'lossFall',
      relative(() => (FALL_STEPS * fall(this.recent.last(WINDOW))) / scale),
    );
    const around = deviation(this.ofOneKind(2 * width));
    store.set(
      'lossSwing',
      relative(() => around.swing / Math.max(Math.abs(smoothed), scale, ofNoise)),
    );
    store.set('lossRhythm', around.rhythm);
    store.set(
      'lossDivergence',
      relative(() => {
        const divergence = this.divergence(initial, level);
        if (!(divergence > 1)) return divergence;
        const start = mean(this.first.slice(0, 5));
        return comesDown(this.recent, width, this.data, start) ? 1 : divergence;
      }),
    );
  }

  /**
   * A ratio of losses means something only where both are positive; else the way up counts, over the start or the way
   * down. What three quarters of the recent steps are above tells: a loss that swings comes back down, one that diverges
   * does not.
   */
  private divergence(initial: number, level: Float64Array): number {
    if (initial > 0 && this.best > 0)
      return this.ascent(this.low(level), Math.min(Math.max(this.best, FLOOR * initial), initial));
    const lowest = Math.min(this.best, initial);
    return 1 + (lowerQuartile(level) - lowest) / Math.max(Math.abs(initial), initial - lowest, this.noise);
  }

  /** How far means of a few losses lie apart by chance, by its first ones. */
  private get noise(): number {
    return NOISE * swing(Float64Array.from(this.first));
  }

  /** Of a loss that has come down again from a height, as one that swings with its data does, only what is above that. */
  private ascent(low: number, base: number): number {
    if (low > AWAY * base) this.height = Math.max(this.height, low);
    else if (low < BACK * base && this.height > 0) {
      this.returned = Math.max(this.returned, this.height);
      this.height = 0;
    }
    return low / Math.max(base, this.returned);
  }

  /**
   * What three quarters of the recent steps are above; a loss that grows by orders of magnitude is over before that many
   * are, so that a tenth of what the last few are all above counts as well.
   */
  private low(level: Float64Array): number {
    const now = this.recent.median(Math.min(NOW, level.length));
    return Math.max(Math.min(lowerQuartile(level), now), Math.min(...this.recent.last(STEEP_STEPS)) / STEEP);
  }

  /** A step far out of the recent range says nothing of the level, unless the ones after it stay there. */
  private isSpike(store: VitalStore): boolean {
    this.spikes = (store.fresh('lossZscore') ?? 0) > SPIKE ? this.spikes + 1 : 0;
    return this.spikes > 0 && this.spikes <= SPIKE_STEPS;
  }

  private isStart(loss: number): boolean {
    const [first] = this.first;
    return first === undefined || first <= 0 || loss <= BLOWN_UP * first;
  }

  /** Newer half over older half of the last 2·width steps, minus 1. */
  private rise(width: number): number {
    return halvesRise(this.recent.last(2 * width));
  }

  /** Of the last losses those that are of the same data: since these became others, or while those are few, before. */
  private ofOneKind(count: number): Float64Array {
    const since = this.data.sinceShift;
    if (since === undefined) return this.recent.last(count);
    if (since >= SETTLED) return this.recent.last(Math.min(count, since));
    const both = this.recent.last(count);
    return both.subarray(0, Math.max(0, both.length - since));
  }
}

const lowerQuartile = (numbers: Float64Array): number => ranked(numbers, numbers.length >> 2);
