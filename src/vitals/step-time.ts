import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { median, Recent, type Window } from './window.js';

/** The run's own usual step duration. */
export class StepTime implements Window {
  private readonly durations = new Recent(33);

  observe(store: VitalStore, frame: Frame): void {
    if (frame.kind !== 'step') return;
    store.set('lastStep', frame.time);
    const duration = store.fresh('stepDuration');
    if (duration === undefined) return;
    this.durations.push(duration);
    store.set('stepDurationTypical', median(this.durations.last(33)));
  }
}
