import type { Column, Facts, Statistic, TimedEvent, Update } from './contract.js';
import { type Seen, seen } from './seen.js';

type Report = Update['report'];

/** So many of the first and so many of the last events are kept, as the exporter does. */
const KEPT_EVENTS = 500;

/** What is known of a run, put together from its messages. Knows no document. */
export class Store {
  width = 1;
  layers: readonly string[] = [];
  /** Ascending by their number. */
  readonly columns: Seen[] = [];
  readonly events: TimedEvent[] = [];
  report: Report | undefined;
  facts: Facts | undefined;
  now = 0;
  started = 0;

  /**
   * Takes a message in: the number of the first column that it changed, `Infinity` where it changed none; undefined
   * where the message continues something that is not here, such as another process on the same port: ask for
   * everything then.
   */
  apply(update: Update): number | undefined {
    const continues = this.report !== undefined && this.started === update.started;
    if (!update.reset && !continues) return undefined;
    if (update.reset) {
      this.columns.length = 0;
      this.events.length = 0;
    }
    this.width = update.width;
    this.layers = update.layers;
    this.report = update.report;
    this.facts = update.facts;
    this.now = update.now;
    this.started = update.started;
    this.events.push(...update.events);
    // How it began and what was last: a page may be open for weeks, beside a symptom that flaps.
    if (this.events.length > 2 * KEPT_EVENTS)
      this.events.splice(KEPT_EVENTS, this.events.length - 2 * KEPT_EVENTS);
    for (const column of update.columns) this.put(seen(column));
    return update.reset ? 0 : (update.columns[0]?.at ?? Number.POSITIVE_INFINITY);
  }

  /** Forgets everything, for another run. */
  clear(): void {
    this.columns.length = 0;
    this.events.length = 0;
    this.layers = [];
    this.report = undefined;
    this.facts = undefined;
  }

  /** Names of scalars that were measured, in no order. A penalty of nothing but zeros is none. */
  scalarNames(): Set<string> {
    const names = new Set<string>();
    for (const { scalars } of this.columns)
      for (const [name, range] of Object.entries(scalars))
        if (name !== 'regularizationLoss' || range.some((value) => value !== 0)) names.add(name);
    return names;
  }

  /** The last value of a scalar: null is not finite, undefined never measured. */
  latest(name: string): number | null | undefined {
    return this.columns.findLast(({ scalars }) => name in scalars)?.scalars[name]?.[2];
  }

  /** The last measured values of a statistic, `[layers]`; null is not measured. */
  latestOfLayers(statistic: Statistic): readonly (number | null)[] {
    const found: (number | null)[] = this.layers.map(() => null);
    let missing = found.length;
    // Layers take turns where a budget is kept: each one's last value can be in another column.
    for (let index = this.columns.length - 1; index >= 0 && missing > 0; index--) {
      for (const [layer, value] of (this.columns[index]?.[statistic] ?? []).entries()) {
        if (value === null || found[layer] !== null) continue;
        found[layer] = value;
        missing--;
      }
    }
    return found;
  }

  private put(column: Seen): void {
    // Nearly always it is the last one or a new one behind it.
    let index = this.columns.length;
    while (index > 0 && (this.columns[index - 1]?.at ?? 0) >= column.at) index--;
    const isThere = this.columns[index]?.at === column.at;
    this.columns.splice(index, isThere ? 1 : 0, column);
  }
}

/** Ordered for a chart: a run that went back to a checkpoint has steps twice, an axis has them once. */
export function stepsOf(columns: readonly Column[]): number[] {
  let last = 0;
  return columns.map(({ step }) => {
    last = Math.max(last, step);
    return last;
  });
}
