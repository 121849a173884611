import type { Stage } from '../channel/stages.js';

/** After errors in so many measured steps in a row the agent stops measuring; steps are still counted. */
const GIVE_UP_AFTER = 3;

/**
 * Every way into the agent from the training loop: its errors stay here, where they are counted, reported once a stage,
 * and end in silence; its time on this thread is counted.
 */
export class Guard {
  readonly errors: Record<Stage, number> = {
    tap: 0,
    statistics: 0,
    channel: 0,
    exporter: 0,
    listener: 0,
    push: 0,
  };
  private measuring = true;
  private failedThisStep = false;
  private failedSteps = 0;
  /** Whether the last step that failed was one in which everything was measured. */
  private failedWhole = false;
  private depth = 0;
  private entered = 0;
  private total = 0;

  constructor(
    private readonly tell: {
      /** The counts changed. */
      counted(errors: Readonly<Record<Stage, number>>): void;
      /** The first error of a stage. */
      first(stage: Stage, error: unknown): void;
      /** The agent stops measuring. */
      givenUp(): void;
    },
  ) {}

  /** Whether statistics are still taken. */
  get isOn(): boolean {
    return this.measuring;
  }

  /** The agent's own time on this thread so far, in milliseconds. */
  get spent(): number {
    return this.depth === 0 ? this.total : this.total + performance.now() - this.entered;
  }

  /** Runs a part of the agent; an error in it is counted, and the result is then undefined. */
  run<T>(stage: Stage, part: () => T): T | undefined {
    if (this.depth++ === 0) this.entered = performance.now();
    try {
      return part();
    } catch (error) {
      this.failed(stage, error);
      return undefined;
    } finally {
      if (--this.depth === 0) this.total += performance.now() - this.entered;
    }
  }

  /**
   * A step is over: errors in several in a row mean that measuring does not work here. Where it was everything that
   * failed, a step in which less was measured does not say that it works.
   */
  stepEnded(wasWhole: boolean): void {
    if (this.failedThisStep) {
      this.failedSteps++;
      this.failedWhole = wasWhole;
    } else if (wasWhole || !this.failedWhole) this.failedSteps = 0;
    this.failedThisStep = false;
    if (this.failedSteps < GIVE_UP_AFTER || !this.measuring) return;
    this.measuring = false;
    this.tellSafely(() => this.tell.givenUp());
  }

  failed(stage: Stage, error: unknown): void {
    this.errors[stage]++;
    if (stage === 'tap' || stage === 'statistics') this.failedThisStep = true;
    this.tellSafely(() => {
      this.tell.counted({ ...this.errors });
      if (this.errors[stage] === 1) this.tell.first(stage, error);
    });
  }

  private tellSafely(tell: () => void): void {
    try {
      tell();
    } catch {
      // The listener is the user's, or the console is closed; there is nowhere left to say so.
    }
  }
}
