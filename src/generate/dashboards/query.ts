import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { type SeriesKey, seriesOf } from '../../series.js';
import type { LabelFilter, Term } from '../../symptoms/condition.js';
import { selector } from '../promql.js';
import { recordOf } from '../ranks.js';
import { RAISED } from '../recording.js';
import type { Destination } from './data-link.js';

/** The limits of a symptom on a number: beyond one of them is not healthy. */
export interface Limit {
  readonly below?: number;
  readonly above?: number;
}

/** One query of a panel. */
export interface PanelQuery {
  readonly expr: string;
  readonly legend: string;
  /** The limit of a symptom on what the query shows. */
  readonly limit?: Limit;
  /** Where a click on a series leads, instead of what the panel says. */
  readonly opens?: readonly Destination[];
}

/** The data source that the dashboard's first variable chooses. */
export const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const;

/** Queries are named A, B, C …: the builder gives no names, and overrides need them. */
export const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

/** The query in Grafana's model: over the time shown, of now, or of now as a table. */
export function target(
  { expr, legend }: PanelQuery,
  index: number,
  kind: 'range' | 'instant' | 'table',
): Builder<Dataquery> {
  const builder = new DataqueryBuilder()
    .refId(refId(index))
    .datasource(DATASOURCE)
    .expr(expr)
    .legendFormat(legend);
  if (kind === 'range') return builder.range();
  return kind === 'table' ? builder.instant().format(PromQueryFormat.Table) : builder.instant();
}

/** What every query is narrowed to by the dashboard's variables. */
export const SCOPE = ['job=~"$job"', 'instance=~"$instance"', 'run=~"$run"'] as const;

/** Beginning of a selector of the alerts of the chosen runs; what follows closes it. */
export const ALERTS_OF_RUNS = `ALERTS{alertname=~"Training.+",symptom!="",${SCOPE.join(',')}`;

/** The series as a person wants to see it: a gauge as it is, a counter as a rate, a histogram as its 95th percentile. */
export function shown(key: SeriesKey, filter: LabelFilter = {}): string {
  switch (seriesOf(key).kind) {
    case 'gauge':
      return scoped(key, filter);
    case 'counter':
      return `rate(${scoped(key, filter)}[$__rate_interval])`;
    case 'histogram':
      return `histogram_quantile(0.95, sum by (job, instance, run, rank, le) (rate(${scoped(key, filter, '_bucket')}[$__rate_interval])))`;
  }
}

/** A term of a condition, shown so that its limit can be drawn beside it. */
export function shownTerm(term: Term): string {
  switch (term.kind) {
    case 'vital':
    case 'max':
    case 'min':
    case 'vanished':
      return shown(term.key, term.labels);
    case 'growth':
      return `increase(${scoped(term.key, term.labels)}[$__rate_interval])`;
    case 'age': {
      const elapsed = `time() - ${scoped(term.key)}`;
      return term.per ? `(${elapsed}) / on (job, instance, run, rank) ${scoped(term.per)}` : elapsed;
    }
    case 'ranks':
      return `${recordOf(term)}{${scopeOf(term.key).join(',')}}`;
  }
}

/** Which run it is, and whatever tells the samples of one series apart. */
export function legendOf(key: SeriesKey, filter: LabelFilter = {}): string {
  const labels = seriesOf(key).labels.filter((label) => filter[label]?.length !== 1);
  return ['run', 'rank', ...labels].map((label) => `{{${label}}}`).join(' ');
}

/** A query for a series as it is shown. */
export const query = (key: SeriesKey, filter: LabelFilter = {}, name = ''): PanelQuery => ({
  expr: shown(key, filter),
  legend: [name, legendOf(key, filter)].filter(Boolean).join(' '),
});

/** The recorded series, narrowed by the dashboard's variables: one an instance, of which a run on several ranks has several. */
export const recorded = (name: string): string => `${name}{${SCOPE.join(',')}}`;

/** A query for a recorded series of runs, one line a run. */
export const ofRuns = (name: string, prefix = ''): PanelQuery => ({
  expr: `max by (job, run) (${recorded(name)})`,
  legend: [prefix, '{{run}}'].filter(Boolean).join(' '),
});

/** Symptoms that are raised in the process: the quiet ones would hide them, and are too many to ask for. */
export const raised = `${RAISED}{${SCOPE.join(',')}}`;

/** The selector of symptoms as two queries: of a layer, which a click opens, and of a run, which has none to open. */
export const byPlace = (
  of: (matcher: string) => string,
  legend: string,
  opens: readonly Destination[],
): readonly [PanelQuery, PanelQuery] => [
  { expr: of('layer!=""'), legend: `${legend} {{layer}}`, opens: ['layer', ...opens] },
  { expr: of('layer=""'), legend },
];

/** A selector with one more matcher. */
export const narrowed = (selected: string, matcher: string): string => selected.replace(/}$/, `,${matcher}}`);

/** The series, narrowed by the dashboard's variables. */
export const scoped = (key: SeriesKey, filter: LabelFilter = {}, suffix = ''): string =>
  selector(key, filter, scopeOf(key), suffix);

function scopeOf(key: SeriesKey): readonly string[] {
  const { labels, group } = seriesOf(key);
  return labels.includes('layer') && group !== 'symptom' ? [...SCOPE, 'layer=~"$layer"'] : SCOPE;
}
