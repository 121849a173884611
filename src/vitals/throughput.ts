import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { Recent, ranked, type Window } from './window.js';

/** Seconds and steps that each speed is taken over, that of now and those of the past. */
const SECONDS = 5;
const STEPS = 8;
/**
 * Spans that must all be slow, 20 seconds: a noisy neighbour passes. Measured: nine healthy runs that name their own
 * pace stay at 0.74 of their normal and more; real ones of 75 seconds at 0.82, at 0.56 when four processes shared two cores.
 */
const SUSTAINED = 4;
/** Spans that make a normal. The first steps are warm-up and in none of them. */
const ENOUGH = 2;
/** Two hours. */
const PAST = 1440;
/** The normal was reached in this share of the past: a run that slows down bit by bit drags a median down with it. */
const FAST = 0.25;

/**
 * Steps per second of now, the best of four spans of 5 seconds, over the run's own normal: the upper quartile of all
 * before. What lies between two steps counts, whose time it is: the data of a hand-written loop are loaded there. An
 * evaluation or an epoch's end is no part of it, unless one follows the other with a single step between them.
 */
export class Throughput implements Window {
  private readonly speeds = new Recent(PAST);
  private seconds = 0;
  private steps = 0;
  private isWarm = false;
  /** When the last step ended. */
  private last: number | undefined;
  /** Whether something else than a step came since, and whether something had come before that step too. */
  private isInterrupted = false;
  private wasInterrupted = false;

  /** The clock was set between two steps: that is no time that lies between them. */
  clockSet(by: number): void {
    if (this.last !== undefined) this.last += by;
  }

  observe(store: VitalStore, frame: Frame): void {
    if (frame.kind === 'evaluation' || frame.kind === 'epoch') this.isInterrupted = true;
    const duration = frame.kind === 'step' ? store.fresh('stepDuration') : undefined;
    if (duration === undefined || !Number.isFinite(duration)) return;
    this.seconds += Math.max(duration, this.sinceLast(frame.time));
    this.last = frame.time;
    this.wasInterrupted = this.isInterrupted;
    this.isInterrupted = false;
    this.steps++;
    if ((this.isWarm && this.seconds < SECONDS) || this.steps < STEPS) return;
    const speed = this.steps / this.seconds;
    this.seconds = 0;
    this.steps = 0;
    if (!this.isWarm) {
      this.isWarm = true;
      return;
    }
    this.speeds.push(speed);
    const past = this.speeds.before(SUSTAINED);
    if (past.length >= ENOUGH) store.set('throughput', Math.max(...this.speeds.last(SUSTAINED)) / fast(past));
  }

  /** Seconds since the last step ended, as far as they count. */
  private sinceLast(now: number): number {
    const isRare = this.isInterrupted && !this.wasInterrupted;
    return this.last === undefined || isRare ? 0 : now - this.last;
  }
}

/** The upper quartile, not interpolated. */
const fast = (speeds: Float64Array): number => ranked(speeds, Math.ceil((1 - FAST) * speeds.length) - 1);
