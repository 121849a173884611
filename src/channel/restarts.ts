/** Seconds before another thread takes the place of one that died, by how many died before it. */
const WAITS = [0, 1, 5, 30, 60];
/** A thread that served for so long, in seconds, died of something new. */
const LIVED = 600;
/** Seconds before the next try, where a thread started and could not serve. */
const REFUSED = [1, 2, 5, 10, 30, 60];

/** Says when a thread that died may be replaced: one that dies whatever is done must not cost the training its core. */
export class Restarts {
  private deaths = 0;
  private refusals = 0;
  private upSince: number | undefined;

  /** A thread serves, since `now` in milliseconds. */
  served(now: number): void {
    this.upSince = now;
    this.refusals = 0;
  }

  /** A thread died: milliseconds until the next may start; undefined where none may. */
  died(now: number): number | undefined {
    if (this.upSince !== undefined && now - this.upSince >= LIVED * 1000) this.deaths = 0;
    this.upSince = undefined;
    const seconds = WAITS[this.deaths++];
    return seconds === undefined ? undefined : seconds * 1000;
  }

  /** It could not serve, as where its port is taken: milliseconds until the next try. There is always one. */
  refused(): number {
    return 1000 * (REFUSED[Math.min(this.refusals++, REFUSED.length - 1)] ?? 60);
  }
}
