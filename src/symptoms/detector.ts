import type { SeriesKey } from '../series.js';
import { type Labels, labelKey, type VitalStore } from '../vitals/store.js';
import type { Condition, LabelFilter, Term } from './condition.js';

/** A verdict on one set of labels: the first comparison's value and limit, and whether the condition is met. */
export interface Finding {
  readonly labels: Labels;
  readonly value: number;
  readonly limit: number;
  readonly met: boolean;
}

export type Limits = Readonly<Record<string, number>>;

/**
 * Evaluates a condition on the vitals of one run. Label sets for which something was not measured have no finding: not
 * enough data. `now` is Unix time in seconds.
 */
export function evaluate(
  condition: Condition,
  store: VitalStore,
  limits: Limits,
  now: number,
): readonly Finding[] {
  switch (condition.kind) {
    case 'compare': {
      const limit = limits[condition.limit];
      if (limit === undefined) throw new Error(`evaluating a condition: no limit named "${condition.limit}"`);
      return values(condition.term, store, now).map(({ labels, value }) => ({
        labels,
        value,
        limit,
        met: compare(value, condition.op, limit),
      }));
    }
    case 'all': {
      const [first, ...others] = condition.of.map((part) => evaluate(part, store, limits, now));
      return (first ?? []).flatMap((finding) => {
        const partners = others.map((other) => other.filter((candidate) => belong(candidate, finding)));
        if (partners.some((found) => found.length === 0)) return [];
        return [{ ...finding, met: finding.met && partners.every((found) => found.some(({ met }) => met)) }];
      });
    }
    case 'any': {
      const byLabels = new Map<string, Finding>();
      for (const finding of condition.of.flatMap((part) => evaluate(part, store, limits, now))) {
        const name = labelKey(finding.labels);
        if (!byLabels.get(name)?.met)
          byLabels.set(name, finding.met || !byLabels.has(name) ? finding : (byLabels.get(name) ?? finding));
      }
      return [...byLabels.values()];
    }
    case 'unless': {
      const exceptions = evaluate(condition.not, store, limits, now).filter(({ met }) => met);
      return evaluate(condition.when, store, limits, now).map((finding) => ({
        ...finding,
        met: finding.met && !exceptions.some((exception) => belong(exception, finding)),
      }));
    }
  }
}

/** Whether two findings are of the same layer and variable, where both have them; the run is the store's. */
export const belong = (a: Pick<Finding, 'labels'>, b: Pick<Finding, 'labels'>): boolean =>
  (['layer', 'variable'] as const).every(
    (name) =>
      a.labels[name] === undefined || b.labels[name] === undefined || a.labels[name] === b.labels[name],
  );

interface Value {
  readonly labels: Labels;
  readonly value: number;
}

function values(term: Term, store: VitalStore, now: number): Value[] {
  switch (term.kind) {
    case 'vital':
      return measured(store, term.key, term.labels);
    case 'max':
    case 'min': {
      const found = measured(store, term.key, term.labels).map(({ value }) => value);
      const comparable = found.filter((value) => !Number.isNaN(value));
      const pick = term.kind === 'max' ? Math.max : Math.min;
      return comparable.length === 0 ? [] : [{ labels: {}, value: pick(...comparable) }];
    }
    case 'growth':
      return grown(term, store);
    case 'age':
      return measured(store, term.key).flatMap(({ labels, value }) => {
        const seconds = now - value;
        if (!term.per) return [{ labels, value: seconds }];
        const per = store.get(term.per);
        return per !== undefined && per > 0 ? [{ labels, value: seconds / per }] : [];
      });
    case 'vanished':
      // A process cannot see that it is gone.
      return [];
  }
}

function measured(store: VitalStore, key: SeriesKey, filter?: LabelFilter): Value[] {
  const found: Value[] = [];
  for (const { labels, value } of store.all(key)) {
    if (value !== undefined && passes(labels, filter)) found.push({ labels: without(labels, filter), value });
  }
  return found;
}

/** Increase within the last `steps`, the filtered labels summed away. */
function grown(term: Term & { kind: 'growth' }, store: VitalStore): Value[] {
  const sums = new Map<string, Value>();
  for (const { labels, increases, value } of store.all(term.key)) {
    if (value === undefined || !passes(labels, term.labels)) continue;
    const rest = without(labels, term.labels);
    const recent = (increases ?? []).filter(({ step }) => step > store.step - term.steps);
    const by = recent.reduce((sum, increase) => sum + increase.by, 0);
    const name = labelKey(rest);
    sums.set(name, { labels: rest, value: (sums.get(name)?.value ?? 0) + by });
  }
  return [...sums.values()];
}

const passes = (labels: Labels, filter: LabelFilter = {}): boolean =>
  Object.entries(filter).every(([name, allowed]) => allowed?.includes(labels[name] ?? '') ?? true);

function without(labels: Labels, filter: LabelFilter | undefined): Labels {
  if (!filter) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !(name in filter)));
}

/** As in PromQL: a comparison with NaN is false. */
function compare(value: number, op: (Condition & { kind: 'compare' })['op'], limit: number): boolean {
  switch (op) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '==':
      return value === limit;
  }
}
