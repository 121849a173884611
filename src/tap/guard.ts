import type { Stage } from '../channel/stages.js';

/** After so many errors the agent stops measuring; steps are still counted. */
const GIVE_UP_AFTER = 3;

/** Keeps the agent's errors out of the training loop: they are counted, reported once a stage, and end in silence. */
export class Guard {
  readonly errors: Record<Stage, number> = { tap: 0, statistics: 0, channel: 0, exporter: 0, listener: 0 };
  private measuring = true;

  constructor(
    private readonly tell: {
      /** The counts changed. */
      counted(errors: Readonly<Record<Stage, number>>): void;
      /** The first error of a stage. */
      first(stage: Stage, error: unknown, givenUp: boolean): void;
    },
  ) {}

  /** Whether statistics are still taken. */
  get isOn(): boolean {
    return this.measuring;
  }

  /** Runs a part of the agent; an error in it is counted, and the result is then undefined. */
  run<T>(stage: Stage, part: () => T): T | undefined {
    try {
      return part();
    } catch (error) {
      this.failed(stage, error);
      return undefined;
    }
  }

  failed(stage: Stage, error: unknown): void {
    this.errors[stage]++;
    const own = this.errors.tap + this.errors.statistics;
    if (own >= GIVE_UP_AFTER) this.measuring = false;
    try {
      this.tell.counted({ ...this.errors });
      if (this.errors[stage] === 1) this.tell.first(stage, error, !this.measuring);
    } catch {
      // The listener is the user's, or the console is closed; there is nowhere left to say so.
    }
  }
}
