import type { SymptomEvent } from '../handle.js';
import { place } from '../symptoms/watcher.js';
import { labelKey } from '../vitals/store.js';

/** How often a symptom was raised at one place. */
interface Raised {
  readonly labels: Readonly<Record<string, string>>;
  readonly times: number;
}

/** Times that each symptom was raised, by place. */
export class RaisedCounts {
  private readonly byPlace = new Map<string, Raised>();

  add({ symptom, severity, ...event }: SymptomEvent): void {
    const labels = { symptom, severity, ...place(event) };
    const name = labelKey(labels);
    this.byPlace.set(name, { labels, times: (this.byPlace.get(name)?.times ?? 0) + 1 });
  }

  get all(): Iterable<Raised> {
    return this.byPlace.values();
  }
}
