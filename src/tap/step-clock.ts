import type { Guard } from './guard.js';

/** A moment: milliseconds of the clock, and the agent's own time until then. */
export interface Moment {
  readonly at: number;
  readonly spent: number;
}

/** Times of a step, in milliseconds. */
export interface StepTime {
  readonly duration: number;
  /** Since the step before ended, whoever frames the steps: what lies between two steps is in it. */
  readonly cycle: number;
  /** Of it without the agent. */
  readonly own: number;
  /** What the agent took since the step before ended: the frame of that one is in it too. */
  readonly cost: number;
}

/** How long steps take, and how much of it the agent. */
export class StepClock {
  private last: Moment;
  /** Whether nothing but training came since the last step. */
  private isContinuous = false;

  constructor(private readonly guard: Guard) {
    this.last = this.now();
  }

  now(): Moment {
    return { at: performance.now(), spent: this.guard.spent };
  }

  /** Validation, an epoch's end or a new fit lies between two steps: it is not step time. */
  boundary(): void {
    this.isContinuous = false;
  }

  /** A step that began then is over. In a fit the time between steps (data, callbacks) is part of training. */
  end(began: Moment, isInFit: boolean): StepTime {
    const now = this.now();
    const from = isInFit && this.isContinuous ? this.last : began;
    const duration = now.at - from.at;
    const cycle = now.at - (this.isContinuous ? this.last : began).at;
    const own = Math.max(0, duration - (now.spent - from.spent));
    const cost = now.spent - this.last.spent;
    this.last = now;
    this.isContinuous = true;
    return { duration, cycle, own, cost };
  }
}
