import type { SeriesKey, SeriesLabel } from '../series.js';

/**
 * What a symptom is decided on, declared once. `detector.ts` compiles it to a verdict on the vitals in the
 * process, `generate/promql.ts` to PromQL on the exported series. A vital that was not measured decides nothing:
 * absent in the process as in Prometheus.
 */
export type Condition =
  | {
      readonly kind: 'compare';
      readonly term: Term;
      readonly op: '>' | '>=' | '<' | '<=' | '==';
      readonly limit: string;
    }
  | { readonly kind: 'all'; readonly of: readonly [Condition, ...Condition[]] }
  | { readonly kind: 'any'; readonly of: readonly [Condition, ...Condition[]] }
  | { readonly kind: 'unless'; readonly when: Condition; readonly not: Condition };

export type Term =
  | { readonly kind: 'vital'; readonly key: SeriesKey; readonly labels?: LabelFilter }
  /** The largest or least value of the vital in the run, whatever the layer. */
  | { readonly kind: 'max' | 'min'; readonly key: SeriesKey; readonly labels?: LabelFilter }
  /** How much a counter grew: in the process over `steps`, in Prometheus over `time`. */
  | {
      readonly kind: 'growth';
      readonly key: SeriesKey;
      readonly labels?: LabelFilter;
      readonly steps: number;
      readonly time: string;
    }
  /** Seconds since the Unix time that the vital holds, divided by another vital where one is given. */
  | { readonly kind: 'age'; readonly key: SeriesKey; readonly per?: SeriesKey }
  /** Series of the vital present within `time` and gone now. Only Prometheus can see it. */
  | {
      readonly kind: 'vanished';
      readonly key: SeriesKey;
      readonly labels?: LabelFilter;
      readonly time: string;
    }
  /**
   * The vital of a rank against the median of all ranks of its run, as a share of the median: `deviation` to either side,
   * `excess` above it; only while all ranks hold the same `at`, where one is given. No rank sees the others: only
   * Prometheus can see it.
   */
  | {
      readonly kind: 'ranks';
      readonly of: 'deviation' | 'excess';
      readonly key: SeriesKey;
      readonly at?: SeriesKey;
    };

/** Label name to the values it may have. */
export type LabelFilter = Readonly<Partial<Record<SeriesLabel, readonly string[]>>>;

export const vital = (key: SeriesKey, labels?: LabelFilter) =>
  comparable({ kind: 'vital', key, ...(labels && { labels }) });
export const largest = (key: SeriesKey, labels?: LabelFilter) =>
  comparable({ kind: 'max', key, ...(labels && { labels }) });
export const least = (key: SeriesKey, labels?: LabelFilter) =>
  comparable({ kind: 'min', key, ...(labels && { labels }) });
export const growth = (key: SeriesKey, over: { steps: number; time: string }, labels?: LabelFilter) =>
  comparable({ kind: 'growth', key, ...over, ...(labels && { labels }) });
export const age = (key: SeriesKey, per?: SeriesKey) => comparable({ kind: 'age', key, ...(per && { per }) });
export const vanished = (key: SeriesKey, time: string, labels?: LabelFilter) =>
  comparable({ kind: 'vanished', key, time, ...(labels && { labels }) });
export const deviation = (key: SeriesKey, at: SeriesKey) =>
  comparable({ kind: 'ranks', of: 'deviation', key, at });
export const excess = (key: SeriesKey) => comparable({ kind: 'ranks', of: 'excess', key });

/** All hold, for the same run, and layer and variable where both sides have them; value and labels are the first's. */
export const all = (...of: [Condition, ...Condition[]]): Condition => ({ kind: 'all', of });
/** At least one holds. Every branch must have the same labels. */
export const any = (...of: [Condition, ...Condition[]]): Condition => ({ kind: 'any', of });
/** `when` holds and `not` does not hold for the same run, layer and variable. */
export const unless = (when: Condition, not: Condition): Condition => ({ kind: 'unless', when, not });

/** A term and its comparisons; a limit is named, its number is the symptom's `limits`. */
function comparable(term: Term) {
  const compare = (op: (Condition & { kind: 'compare' })['op']) => (limit: string) =>
    ({ kind: 'compare', term, op, limit }) satisfies Condition;
  return {
    above: compare('>'),
    atLeast: compare('>='),
    below: compare('<'),
    atMost: compare('<='),
    equals: compare('=='),
  };
}
