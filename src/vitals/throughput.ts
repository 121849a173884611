import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { Recent, ranked, type Window } from './window.js';

/** Seconds and steps that each speed is taken over, that of now and those of the past. */
const SECONDS = 5;
const STEPS = 8;
/**
 * So many seconds, and two spans at least, must all be slow: a noisy neighbour passes. In a run of less than a minute and
 * a half half of it must do. Measured: healthy runs that name their own pace stay at 0.74 of their normal and more; real
 * ones of 75 seconds at 0.82, at 0.56 when four processes shared two cores.
 */
const SUSTAINED = { usual: 40, young: 20, until: 90, spans: 2 };
/** Spans that make a normal. The first steps are warm-up and in none of them. */
const ENOUGH = 2;
/** Two hours of steps of less than 0.6 seconds, else 11,520 steps. */
const PAST = 1440;
/** The normal was reached in this share of the past: a run that slows down bit by bit drags a median down with it. */
const FAST = 0.25;
/** What comes after half of so many steps is part of them. */
const GAPS = 8;

/**
 * Steps per second of now, the best of the spans of 5 seconds in the last 40, over the run's own normal: the upper
 * quartile of all before. What lies between two steps counts, whose time it is: the data of a hand-written loop are
 * loaded there. An evaluation is no part of it unless it comes after every other step, an epoch's end never: between two
 * fits a program does what it likes.
 */
export class Throughput implements Window {
  private readonly speeds = new Recent(PAST);
  /** Seconds that each was taken over. */
  private readonly lengths = new Recent(PAST);
  /** Of the last gaps between steps, in which there was an evaluation. */
  private readonly evaluated = new Recent(GAPS);
  private total = 0;
  /** Of the span that is not over yet. */
  private seconds = 0;
  private steps = 0;
  private isWarm = false;
  /** When the last step ended. */
  private last: number | undefined;
  /** Epochs that had ended by then. */
  private epochs = 0;
  private hasEvaluation = false;

  /** The clock was set between two steps: that is no time that lies between them. */
  clockSet(by: number): void {
    if (this.last !== undefined) this.last += by;
  }

  observe(store: VitalStore, frame: Frame): void {
    // Batches of a validation are signs of life, of the kind of an epoch's end.
    if (frame.kind === 'evaluation' || frame.kind === 'epoch') this.hasEvaluation = true;
    const duration = frame.kind === 'step' ? store.fresh('stepDuration') : undefined;
    if (duration === undefined || !Number.isFinite(duration)) return;
    const epochs = store.get('epochs') ?? 0;
    const sinceLast = this.sinceLast(frame.time);
    this.seconds += Math.max(duration, epochs === this.epochs ? sinceLast : 0);
    this.epochs = epochs;
    this.last = frame.time;
    this.steps++;
    if ((this.isWarm && this.seconds < SECONDS) || this.steps < STEPS) return;
    if (this.isWarm) this.compare(store);
    this.isWarm = true;
    this.seconds = 0;
    this.steps = 0;
  }

  /** Seconds since the last step ended, as far as they count. */
  private sinceLast(now: number): number {
    this.evaluated.push(Number(this.hasEvaluation));
    let often = 0;
    for (const each of this.evaluated.last(GAPS)) often += each;
    const isRare = this.hasEvaluation && often < GAPS / 2;
    this.hasEvaluation = false;
    return this.last === undefined || isRare ? 0 : now - this.last;
  }

  /** A span is over: its speed, and those of the spans just before it, against those of the past. */
  private compare(store: VitalStore): void {
    this.speeds.push(this.steps / this.seconds);
    this.lengths.push(this.seconds);
    this.total += this.seconds;
    const needed = this.total < SUSTAINED.until ? SUSTAINED.young : SUSTAINED.usual;
    const lengths = this.lengths.last(PAST);
    let sustained = 0;
    for (let seconds = 0; seconds < needed || sustained < SUSTAINED.spans; sustained++) {
      const length = lengths[lengths.length - 1 - sustained];
      if (length === undefined) return;
      seconds += length;
    }
    const past = this.speeds.before(sustained);
    if (past.length >= ENOUGH) store.set('throughput', Math.max(...this.speeds.last(sustained)) / fast(past));
  }
}

/** The upper quartile, not interpolated; of few the lower neighbour: one quick span makes no normal. */
const fast = (speeds: Float64Array): number => ranked(speeds, Math.floor((1 - FAST) * (speeds.length - 1)));
