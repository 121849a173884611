import { RareCount } from './rare-count.js';
import type { VitalStore } from './store.js';
import type { Window } from './window.js';

/** Steps that the windows over the loss reach back. */
const REACH = 128;

/** When something else last changed what is minimized: until the windows have forgotten it, it counts as moving. */
export class ObjectiveMoves implements Window {
  private readonly moves = new RareCount('objectiveMoves');
  /** Steps between the last moves. */
  private gaps: readonly number[] = [];

  /** Whether it moved before the present step, and had not for a while: its loss may jump. */
  get isJump(): boolean {
    return this.moves.isNow;
  }

  observe(store: VitalStore): void {
    const gap = this.moves.observe(store);
    if (gap !== undefined && Number.isFinite(gap)) this.gaps = [gap, ...this.gaps].slice(0, 2);
    const { last } = this.moves;
    if (last === undefined) return;
    // What is renewed every thousand steps has as many to settle; two moves are no rhythm yet.
    const reach = this.gaps.length < 2 ? REACH : Math.max(REACH, 2 * Math.min(...this.gaps));
    store.set('objectiveMoving', Number(store.step - last <= reach));
  }
}
