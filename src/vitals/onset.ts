import type { Frame } from '../frame.js';
import type { SeriesKey } from '../series.js';
import type { Cell, VitalStore } from './store.js';
import type { Window } from './window.js';

/** The first values of vitals, by which a fault from the start is told from a later one: other remedies come first. */
const firsts = [
  ['gradientFlow', 'gradientFlowInitial'],
  ['layerDeadUnits', 'deadUnitsInitial'],
] as const satisfies readonly (readonly [SeriesKey, SeriesKey])[];

/** Keeps what some vitals were when they were first measured. */
export class Onset implements Window {
  private readonly known = new Set<Cell>();

  observe(store: VitalStore, frame: Frame): void {
    if (!frame.sampled) return;
    for (const [key, first] of firsts) {
      for (const cell of store.all(key)) {
        const { labels, value } = cell;
        // What is gone may come back as another.
        if (value === undefined) this.known.delete(cell);
        else if (!this.known.has(cell)) {
          this.known.add(cell);
          store.set(first, value, labels);
        }
      }
    }
  }
}
