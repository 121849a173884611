/** Less is how a clock is disciplined, and moves nothing that is decided by time. */
const LEAST = 2000;

/** Sees that the machine's clock was set, or that the machine slept: by a clock that nobody sets. Milliseconds. */
export class Clock {
  private offset: number | undefined;

  /** By how much it was set since it last was, where it shows `now` while a steady clock shows `steady`; else 0. */
  setBy(now: number, steady = performance.now()): number {
    const offset = now - steady;
    const by = offset - (this.offset ?? offset);
    if (this.offset !== undefined && Math.abs(by) < LEAST) return 0;
    this.offset = offset;
    return by;
  }
}
