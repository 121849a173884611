import type { VitalStore } from './store.js';
import type { Window } from './window.js';

/** Steps that the windows over the loss reach back. */
const REACH = 128;
/** A move that comes after more steps than this is not one of many. */
const RARE = 8;

/** When something else last changed what is minimized: until the windows have forgotten it, it counts as moving. */
export class ObjectiveMoves implements Window {
  /** Whether it moved before the present step, and had not for a while: its loss may jump. */
  isJump = false;
  private moves: number | undefined;
  private last: number | undefined;
  /** Steps between the last moves. */
  private gaps: readonly number[] = [];
  private step: number | undefined;

  observe(store: VitalStore): void {
    // Several frames may tell of one step, its loss in the last of them.
    if (store.step !== this.step) this.isJump = false;
    this.step = store.step;
    const moves = store.fresh('objectiveMoves');
    if (moves !== undefined) {
      // What an exporter thread that took over sees first are moves of before.
      if (moves > (this.moves ?? moves)) this.moved(store.step);
      this.moves = moves;
    }
    if (this.last === undefined) return;
    // What is renewed every thousand steps has as many to settle; two moves are no rhythm yet.
    const reach = this.gaps.length < 2 ? REACH : Math.max(REACH, 2 * Math.min(...this.gaps));
    store.set('objectiveMoving', Number(store.step - this.last <= reach));
  }

  private moved(step: number): void {
    const gap = step - (this.last ?? Number.NEGATIVE_INFINITY);
    this.isJump = gap > RARE;
    if (this.last !== undefined) this.gaps = [gap, ...this.gaps].slice(0, 2);
    this.last = step;
  }
}
