/**
 * The clock of a run that says itself how long its steps take: hours pass in seconds, and on any machine alike. While
 * such a run is played, `performance.now()` and `Date.now()` of the training thread are this.
 */
class VirtualClock {
  private now = 0;

  /** Lets time pass. */
  advance(seconds: number): void {
    this.now += 1000 * seconds;
  }

  /** Takes the place of the real clock, from 0; returns what gives that back. */
  install(): () => void {
    const real = { performance: performance.now, date: Date.now };
    const began = Date.now();
    this.now = 0;
    performance.now = () => this.now;
    Date.now = () => began + this.now;
    return () => {
      performance.now = real.performance;
      Date.now = real.date;
    };
  }
}

export const clock = new VirtualClock();
