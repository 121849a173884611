/** A loop that never waits leaves the device no moment to answer: so many steps may be on their way. */
const MOST = 64;

/** Steps whose values are still on their way from the device, finished in the order of the steps. */
export class Arrivals {
  private last: Promise<void> = Promise.resolve();
  private pending = 0;

  /** Runs `finish` when the values are there and all steps before are finished; at once where nothing is awaited. */
  after(reading: void | Promise<void>, finish: () => void, failed: (error: unknown) => void): void {
    if (!reading && this.pending === 0) {
      finish();
      return;
    }
    this.pending++;
    // Handled here and now: a rejection nobody waits for yet would end the user's process.
    const arrived = Promise.resolve(reading).catch(failed);
    this.last = this.last
      .then(() => arrived)
      .then(() => {
        this.pending--;
        finish();
      });
  }

  /** Whether no more steps can be waited for: what they would hold until then would grow without bound. */
  get isFull(): boolean {
    return this.pending >= MOST;
  }

  /** Whether nothing is on its way. */
  get isSettled(): boolean {
    return this.pending === 0;
  }

  /** Resolves when the values of all steps so far have arrived. */
  settled(): Promise<void> {
    return this.last;
  }
}
