import type { SeriesKey } from '../series.js';
import type { VitalStore } from './store.js';

/** What happens again within so many steps happens all the time. */
const RARE = 8;

/** When something that is counted last happened, and whether that is rare. */
export class RareCount {
  /** Whether it happened before the present step, and had not for a while. */
  isNow = false;
  /** The step before which it last happened. */
  last: number | undefined;
  private count: number | undefined;
  private step: number | undefined;

  constructor(private readonly key: SeriesKey) {}

  /** Steps since it had last happened, where it happened now: infinite the first time. */
  observe(store: VitalStore): number | undefined {
    // Several frames may tell of one step, its loss in the last of them.
    if (store.step !== this.step) this.isNow = false;
    this.step = store.step;
    const count = store.fresh(this.key);
    // What an exporter thread that took over sees first happened before.
    const happened = count !== undefined && count > (this.count ?? count);
    this.count = count ?? this.count;
    if (!happened) return undefined;
    const gap = store.step - (this.last ?? Number.NEGATIVE_INFINITY);
    this.isNow = gap > RARE;
    this.last = store.step;
    return gap;
  }
}
