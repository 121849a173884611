/**
 * The clock of a run that says itself how long its steps take: hours pass in seconds, and on any machine alike. While
 * such a run is played, `performance.now()` of the training thread is this.
 */
class VirtualClock {
  private now = 0;

  /** Lets time pass. */
  advance(seconds: number): void {
    this.now += 1000 * seconds;
  }

  /** Takes the place of the real clock, from 0; returns what gives that back. */
  install(): () => void {
    const real = performance.now;
    this.now = 0;
    performance.now = () => this.now;
    return () => {
      performance.now = real;
    };
  }
}

export const clock = new VirtualClock();
