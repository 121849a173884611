import { RecentMean } from '../schedule.js';

/** A value is held for at least so long, in milliseconds: the longest usual scrape interval. */
const HOLD = 60_000;

/**
 * Steps after which every rank of a run tells the same thing, whenever it is scraped: the powers of two, then multiples
 * of the one that lasts for a minute or longer.
 *
 *   1 2   4       8               16              24              32   steps, an interval of 8
 *
 * Multiples of an interval are multiples of its half: ranks that disagree about the speed by a factor of two still meet.
 */
export class Alignment {
  private readonly stepTime = new RecentMean();
  private interval: number | undefined;

  /** How long the last step took, and what lay before it, in milliseconds. */
  took(milliseconds: number): void {
    this.stepTime.add(milliseconds);
    const step = Math.max(this.stepTime.mean ?? 0, 0.001);
    const held = (this.interval ?? 0) * step;
    // Chosen below twice the time, kept up to three times: a speed that wavers does not change the interval to and fro.
    if (held >= HOLD && held <= 3 * HOLD) return;
    this.interval = 2 ** Math.max(0, Math.ceil(Math.log2(HOLD / step)));
  }

  /** Whether a step, counted from 1, is told. */
  isAligned(step: number): boolean {
    return step % (this.interval ?? step + 1) === 0 || Number.isInteger(Math.log2(step));
  }
}
