import type { Frame } from '../frame.js';
import type { VitalStore } from './store.js';
import { Recent, type Window } from './window.js';

/** When the run last showed that it trains, when its last epoch ended, and its own usual step duration. */
export class StepTime implements Window {
  private readonly durations = new Recent(33);
  private epochs = 0;

  observe(store: VitalStore, frame: Frame): void {
    store.set('lastActivity', frame.time);
    const epochs = store.get('epochs') ?? 0;
    if (epochs > this.epochs) store.set('lastEpoch', frame.time);
    this.epochs = epochs;
    if (frame.kind !== 'step') return;
    store.set('lastStep', frame.time);
    const duration = store.fresh('stepDuration');
    if (duration === undefined || !Number.isFinite(duration)) return;
    this.durations.push(duration);
    store.set('stepDurationTypical', this.durations.median(33));
  }
}
