import type { Exposition } from './registry.js';
import { DRAIN_FOR, type WatchedRun } from './watched-run.js';

/** The runs of this process, and what the exporter thread does with all of them. */
export class Runs {
  private readonly byName = new Map<string, WatchedRun>();

  constructor(private readonly exposition: Exposition) {}

  get all(): readonly WatchedRun[] {
    return [...this.byName.values()];
  }

  /** A run by name, or the first; undefined where there is none. */
  find(name: string | undefined): WatchedRun | undefined {
    return name === undefined ? this.byName.values().next().value : this.byName.get(name);
  }

  attach(run: WatchedRun): void {
    this.byName.set(run.facts.run, run);
  }

  detach(run: WatchedRun): void {
    run.end();
    this.byName.delete(run.facts.run);
    this.exposition.forget(run);
  }

  /**
   * Reads every ring, each for a moment; nothing of a step is kept for a scrape that may never come. Says whether there
   * was time for all of them.
   */
  drain(): boolean {
    let isAll = true;
    for (const run of this.byName.values()) {
      if (!run.drain(DRAIN_FOR)) isAll = false;
      this.exposition.take(run);
    }
    return isAll;
  }

  /** Looks at what time alone decides; also for runs that are over, whose stall is over with them. */
  tick(now?: number): void {
    for (const run of this.byName.values()) run.tick(now);
  }
}
