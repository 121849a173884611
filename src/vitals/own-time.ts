import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { Recent, type Window } from './window.js';

/** A rank's usual time of its own in a step. What a loop reports of a step comes after it, and counts instead. */
export class OwnTime implements Window {
  private readonly times = new Recent(33);
  private last: number | undefined;

  observe(store: VitalStore, frame: Frame): void {
    const ownTime = store.fresh('stepOwnTime');
    if (frame.kind === 'step') {
      if (this.last !== undefined) {
        this.times.push(this.last);
        store.set('stepOwnTimeTypical', this.times.median(33));
      }
      this.last = ownTime;
    } else if (ownTime !== undefined) this.last = ownTime;
  }
}
