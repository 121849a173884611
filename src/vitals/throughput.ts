import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { median, Recent, type Window } from './window.js';

/** Seconds and steps that the speed of now, and each speed of the past, is taken over. */
const SECONDS = 15;
const STEPS = 8;
/** Spans that must be slow in a row: a noisy neighbour passes. */
const SUSTAINED = 2;
/** Spans that make a normal; the very first is warm-up and none of them. */
const ENOUGH = 2;

/** Steps per second of now, the better of two spans of 15 seconds, over the run's own normal, the median of all before. */
export class Throughput implements Window {
  private readonly speeds = new Recent(512);
  private seconds = 0;
  private steps = 0;
  private spans = 0;

  observe(store: VitalStore, frame: Frame): void {
    const duration = frame.kind === 'step' ? store.fresh('stepDuration') : undefined;
    if (duration === undefined || !Number.isFinite(duration)) return;
    this.seconds += duration;
    this.steps++;
    if (this.seconds < SECONDS || this.steps < STEPS) return;
    const speed = this.steps / this.seconds;
    this.seconds = 0;
    this.steps = 0;
    if (this.spans++ === 0) return;
    this.speeds.push(speed);
    const past = this.speeds.before(SUSTAINED);
    if (past.length >= ENOUGH)
      store.set('throughput', Math.max(...this.speeds.last(SUSTAINED)) / median(past));
  }
}
