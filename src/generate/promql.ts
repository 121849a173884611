import { type SeriesKey, type SeriesLabel, seriesOf } from '../series.js';
import type { Condition, LabelFilter, Term } from '../symptoms/condition.js';
import { seconds } from './duration.js';
import { recordOf } from './ranks.js';

/** A vector expression, and the labels its samples have beyond job, instance, run and rank. */
export interface Query {
  readonly expr: string;
  readonly labels: readonly SeriesLabel[];
}

/** What a selector is narrowed to beyond its own labels, by the labels that the series has. */
export type Matchers = (labels: readonly SeriesLabel[]) => readonly string[];
type Select = (key: SeriesKey, filter?: LabelFilter) => string;

/** Numbers of the limits by name. */
export type Limits = Readonly<Record<string, number>>;

/** Four scrapes of 15 s: Prometheus 3 leaves a range open on its left, and a rate needs two samples. */
export const SHORTEST_RANGE_SECONDS = 60;

/** How long a counter is remembered before it counts as new; bridges failed scrapes and restarts of Prometheus. */
const MEMORY = '1h';

const IDENTITY = ['job', 'instance', 'run', 'rank'] as const;
const PLACES: readonly SeriesLabel[] = ['layer', 'variable'];

/** Compiles a condition to PromQL in the common subset of Prometheus 2.42 and 3; the first comparison gives the value. */
export function compile(condition: Condition, limits: Limits, matchers: Matchers = () => []): Query {
  switch (condition.kind) {
    case 'compare': {
      const limit = limits[condition.limit];
      if (limit === undefined)
        throw new Error(`condition names the limit "${condition.limit}", which the symptom lacks`);
      const { expr, labels } = compileTerm(condition.term, matchers);
      return { expr: `${expr} ${condition.op} ${limit}`, labels };
    }
    case 'all':
      return chain('and', condition.of, limits, matchers);
    case 'any':
      return chain('or', condition.of, limits, matchers);
    case 'unless':
      return chain('unless', [condition.when, condition.not], limits, matchers);
  }
}

/** What a condition compares first, as a query without limits: the number to tell where others decided. */
export function measured(condition: Condition): Query {
  switch (condition.kind) {
    case 'compare':
      return compileTerm(condition.term, () => []);
    case 'all':
      return measured(condition.of[0]);
    case 'any': {
      const [first, ...others] = condition.of.map(measured);
      const { labels } = first ?? { labels: [] };
      const rest = [...new Set(others.map(({ expr }) => expr))].filter((expr) => expr !== first?.expr);
      return { expr: [first?.expr, ...rest].join(`\nor on (${onLabels(labels)})\n`), labels };
    }
    case 'unless':
      return measured(condition.when);
  }
}

/** Labels that tell one sample of a query from another, in every run. */
export const onLabels = (labels: readonly SeriesLabel[]): string => [...IDENTITY, ...labels].join(', ');

/**
 * Set operations for the same run, and the same layer and variable where both sides have them. `rank` is always
 * listed: where no side has it, it matches as empty. `and`, `or` and `unless` have different precedences, so a nested
 * one is in parentheses.
 */
function chain(
  operator: 'and' | 'or' | 'unless',
  [head, ...tail]: readonly [Condition, ...Condition[]],
  limits: Limits,
  matchers: Matchers,
): Query {
  const enclosed = (expr: string) => (expr.includes('\n') ? `(${expr})` : expr);
  const first = compile(head, limits, matchers);
  const rest = tail.map((part) => {
    const { expr, labels } = compile(part, limits, matchers);
    const shared = PLACES.filter((label) => first.labels.includes(label) && labels.includes(label));
    return `\n${operator} on (${[...IDENTITY, ...shared].join(', ')})\n${enclosed(expr)}`;
  });
  return { expr: enclosed(first.expr) + rest.join(''), labels: first.labels };
}

function compileTerm(term: Term, matchers: Matchers): Query {
  const { labels } = seriesOf(term.key);
  const select = (key: SeriesKey, filter?: LabelFilter) =>
    selector(key, filter, matchers(seriesOf(key).labels));
  switch (term.kind) {
    case 'vital':
      return { expr: select(term.key, term.labels), labels };
    case 'max':
    case 'min': {
      const everyLayer = matchers(labels.filter((label) => !PLACES.includes(label)));
      const all = selector(term.key, term.labels, everyLayer);
      return { expr: `${term.kind} by (${IDENTITY.join(', ')}) (${all})`, labels: [] };
    }
    case 'growth':
      return growth(term, select);
    case 'age':
      return { expr: age(term.key, term.per, select), labels };
    case 'vanished':
      return vanished(term, select);
    case 'ranks': {
      const narrowed = matchers(labels);
      const record = recordOf(term);
      return { expr: narrowed.length > 0 ? `${record}{${narrowed.join(',')}}` : record, labels };
    }
  }
}

/**
 * `increase` alone misses a counter that is already positive when it is first scraped, and one that is scraped only
 * once before the process ends. A series that did not exist before the range counts from 0.
 */
function growth({ key, labels = {}, time }: Term & { kind: 'growth' }, select: Select): Query {
  const x = select(key, labels);
  const range = checkedRange(time, key);
  const grown = `(max_over_time(${x}[${range}]) unless last_over_time(${x}[${MEMORY}] offset ${range})) or increase(${x}[${range}])`;
  const summed = seriesOf(key).labels.filter((label) => label in labels);
  const kept = seriesOf(key).labels.filter((label) => !(label in labels));
  return {
    expr: summed.length > 0 ? `sum without (${summed.join(', ')}) (${grown})` : `(${grown})`,
    labels: kept,
  };
}

/** Keeps what else the target is labelled with, such as its pod and namespace: without `group_left` a division drops it. */
function age(key: SeriesKey, per: SeriesKey | undefined, select: Select): string {
  const elapsed = `(time() - ${select(key)})`;
  return per ? `(${elapsed} / on (${IDENTITY.join(', ')}) group_left () ${select(per)})` : elapsed;
}

/**
 * Compared without `instance`: a run that was moved to another machine or pod is not gone. One of the same name in another
 * namespace is another run.
 */
function vanished({ key, labels, time }: Term & { kind: 'vanished' }, select: Select): Query {
  const x = select(key, labels);
  const places = IDENTITY.filter((label) => label !== 'instance');
  const on = ['namespace', ...places, ...seriesOf(key).labels].join(', ');
  const expr = `(last_over_time(${x}[${checkedRange(time, key)}]) unless on (${on}) ${x})`;
  return { expr, labels: seriesOf(key).labels };
}

/** A series by name with a label filter, as PromQL; `suffix` is for the parts of a histogram. */
export function selector(
  key: SeriesKey,
  filter: LabelFilter = {},
  matchers: readonly string[] = [],
  suffix = '',
): string {
  const filters = Object.entries(filter).map(([label, values]) =>
    values.length === 1
      ? `${label}="${values.join()}"`
      : `${label}=~"${values.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\\\$&')).join('|')}"`,
  );
  const all = [...matchers, ...filters];
  const name = `${seriesOf(key).name}${suffix}`;
  return all.length > 0 ? `${name}{${all.join(',')}}` : name;
}

function checkedRange(time: string, key: SeriesKey): string {
  if (seconds(time) < SHORTEST_RANGE_SECONDS)
    throw new Error(
      `range of ${seriesOf(key).name} must be at least ${SHORTEST_RANGE_SECONDS} s (4 scrapes), got ${time}: lengthen it`,
    );
  return time;
}
