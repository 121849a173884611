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
  private moves = 0;
  private last: number | undefined;
  private gap = 0;

  observe(store: VitalStore): void {
    const moves = store.fresh('objectiveMoves');
    const hasMoved = moves !== undefined && moves > this.moves;
    this.isJump = false;
    if (hasMoved) {
      this.gap = store.step - (this.last ?? store.step);
      this.isJump = this.last === undefined || this.gap > RARE;
      this.moves = moves;
      this.last = store.step;
    }
    if (this.last === undefined) return;
    // What is renewed every thousand steps is as yet to settle for as many.
    const reach = Math.max(REACH, 2 * this.gap);
    store.set('objectiveMoving', Number(store.step - this.last <= reach));
  }
}
