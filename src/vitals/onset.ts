import type { Frame } from '../frame.js';
import type { SeriesKey } from '../series.js';
import type { VitalStore } from './store.js';
import type { Window } from './window.js';

/** The first values of vitals, by which a fault from the start is told from a later one: other remedies come first. */
const firsts = [
  ['gradientFlow', 'gradientFlowInitial'],
  ['layerDeadUnits', 'deadUnitsInitial'],
] as const satisfies readonly (readonly [SeriesKey, SeriesKey])[];

/** Keeps what some vitals were when they were first measured. */
export class Onset implements Window {
  observe(store: VitalStore, frame: Frame): void {
    if (!frame.sampled) return;
    for (const [key, first] of firsts) {
      for (const { labels, value } of store.all(key)) {
        if (value !== undefined && store.get(first, labels) === undefined) store.set(first, value, labels);
      }
    }
  }
}
