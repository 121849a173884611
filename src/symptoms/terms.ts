import type { SeriesKey } from '../series.js';
import { type Cell, type Family, type Labels, labelKey, OF_RUN, type VitalStore } from '../vitals/store.js';
import type { LabelFilter, Term } from './condition.js';

/** Hands each value of a term to `use`, with its labels: the same object as long as it is the same series. */
export type Values = (store: VitalStore, now: number, use: (labels: Labels, value: number) => void) => void;

export function valuesOf(term: Term): Values {
  const select = selectionOf(term.key, 'labels' in term ? term.labels : undefined);
  switch (term.kind) {
    case 'vital':
      return (store, _now, use) => {
        for (const { labels, cell } of select(store)) if (cell.value !== undefined) use(labels, cell.value);
      };
    case 'max':
    case 'min': {
      const { kind, key } = term;
      const best = 'labels' in term ? extremeOf : sharedExtreme;
      return (store, _now, use) => {
        const value = best(select(store), kind, store.family(key));
        if (value !== undefined) use(OF_RUN, value);
      };
    }
    case 'growth':
      return (store, _now, use) => grown(select(store), store.step - term.steps, use);
    case 'age':
      return (store, now, use) => {
        const per = term.per === undefined ? 1 : (store.get(term.per) ?? 0);
        for (const { labels, cell } of select(store))
          if (cell.value !== undefined && per > 0) use(labels, (now - cell.value) / per);
      };
    case 'vanished':
    case 'ranks':
      // A process cannot see that it is gone, nor the other ranks.
      return () => {};
  }
}

type Extreme = 'max' | 'min';

/** The largest or smallest of the values that are numbers: no comparison with NaN is true. */
function extremeOf(selected: readonly Selected[], kind: Extreme): number | undefined {
  const isMax = kind === 'max';
  let best = isMax ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  let isFound = false;
  for (const { cell } of selected) {
    const { value } = cell;
    if (value === undefined || !(isMax ? value >= best : value <= best)) continue;
    best = value;
    isFound = true;
  }
  return isFound ? best : undefined;
}

const shared = { max: new WeakMap<Family, Shared>(), min: new WeakMap<Family, Shared>() };

interface Shared {
  readonly version: number;
  readonly value: number | undefined;
}

/** The same, of all series of a key: taken once, however many conditions ask. */
function sharedExtreme(selected: readonly Selected[], kind: Extreme, family: Family): number | undefined {
  const old = shared[kind].get(family);
  if (old?.version === family.version) return old.value;
  const value = extremeOf(selected, kind);
  shared[kind].set(family, { version: family.version, value });
  return value;
}

interface Selected {
  readonly labels: Labels;
  readonly cell: Cell;
}

/** The series of a key that pass a filter, with the labels that are left; chosen anew when there are more of them. */
function selectionOf(
  key: SeriesKey,
  filter: LabelFilter | undefined,
): (store: VitalStore) => readonly Selected[] {
  let chosen: readonly Selected[] = [];
  let count = -1;
  let at: { readonly store: VitalStore; readonly family: Family } | undefined;
  const left = new Map<string, Labels>();
  /** The labels that the filter does not name; of series that differ in nothing else, the same object. */
  const rest = (labels: Labels): Labels => {
    if (!filter) return labels;
    const own = Object.fromEntries(Object.entries(labels).filter(([name]) => !(name in filter)));
    const known = left.get(labelKey(own)) ?? own;
    left.set(labelKey(own), known);
    return known;
  };
  return (store) => {
    if (at?.store !== store) {
      at = { store, family: store.family(key) };
      count = -1;
    }
    if (at.family.cells.size === count) return chosen;
    count = at.family.cells.size;
    chosen = [...store.all(key)].flatMap((cell) =>
      !filter || passes(cell.labels, filter) ? [{ labels: rest(cell.labels), cell }] : [],
    );
    return chosen;
  };
}

/** Increase after a step, the filtered labels summed away. */
function grown(
  selected: readonly Selected[],
  after: number,
  use: (labels: Labels, value: number) => void,
): void {
  const sums = new Map<Labels, number>();
  for (const { labels, cell } of selected) {
    if (cell.value === undefined) continue;
    let by = 0;
    for (const increase of cell.increases ?? []) if (increase.step > after) by += increase.by;
    sums.set(labels, (sums.get(labels) ?? 0) + by);
  }
  for (const [labels, value] of sums) use(labels, value);
}

const passes = (labels: Labels, filter: LabelFilter): boolean =>
  Object.entries(filter).every(([name, allowed]) => allowed?.includes(labels[name] ?? '') ?? true);
