import { series } from '../series.js';
import { comparisonsOf } from '../symptoms/comparisons.js';
import { type Configured, mainLimitOf } from '../symptoms/limits.js';
import { inOrder, writeHint } from '../symptoms/message.js';
import { alertName, type Hint, type Symptom } from '../symptoms/symptom.js';
import { seconds } from './duration.js';
import { type Links, panelUrl, runbookUrl } from './links.js';
import { compile, measured, onLabels, type Query } from './promql.js';
import { EPISODES, recordingRules } from './recording.js';
import type { AlertRule, RuleGroup } from './rule.js';
import { configure, linksOf, type RuleSettings } from './settings.js';
import { written, writtenTemplate } from './text.js';
import { yaml } from './yaml.js';

/** The rules file: recorded series, then one group of alerts a section. Pure: same input, same text. */
export const rules = (catalogue: readonly Symptom[], settings: RuleSettings = {}): string =>
  yaml({ groups: ruleGroups(catalogue, settings) });

/** The same as objects. */
export function ruleGroups(catalogue: readonly Symptom[], settings: RuleSettings = {}): readonly RuleGroup[] {
  const configured = configure(catalogue, settings);
  const sections = new Map<string, AlertRule[]>();
  for (const each of configured) {
    const section = sectionOf(each.symptom);
    sections.set(section, [...(sections.get(section) ?? []), alertRule(each, linksOf(settings))]);
  }
  const alerts = [...sections].map(([name, rules]) => ({ name, rules }));
  return [{ name: 'trainvitals-recording', rules: recordingRules }, ...alerts];
}

const sectionOf = ({ decidedBy, scope }: Symptom): string => {
  if (decidedBy === 'prometheus') return 'trainvitals-process';
  return scope === 'run' ? 'trainvitals-run' : 'trainvitals-layers';
};

/** The condition as a query with the symptom's own limits, or moved ones. */
export function queryOf(symptom: Symptom, limits = defaultLimits(symptom)): Query {
  const query = compile(symptom.condition, limits);
  const expected = { run: [], layer: ['layer'], variable: ['layer', 'variable'] }[symptom.scope];
  const found = query.labels.filter((label) => label === 'layer' || label === 'variable');
  if (found.join() !== expected.join())
    throw new Error(
      `symptom ${symptom.id} has scope "${symptom.scope}", but its first comparison is labelled [${found.join(', ')}]`,
    );
  return query;
}

const defaultLimits = ({ limits }: Symptom): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(limits).map(([name, { value }]) => [name, value]));

/**
 * When an alert fires: as soon as its condition is met, unless the process, which sees every step, finds that it has not
 * held for long enough; and where the process raised it between two scrapes. A rule whose limits were moved decides on
 * the vitals alone: the process has other limits.
 */
function firing(symptom: Symptom, { expr, labels }: Query, isMoved: boolean): string {
  if (symptom.decidedBy === 'prometheus' || isMoved) return expr;
  const enclosed = (query: string) => (query.includes('\n') ? `(${query})` : query);
  const on = onLabels(labels);
  const own = `symptom="${symptom.id}"`;
  const held =
    symptom.hold.raise === 0
      ? expr
      : `${enclosed(expr)}\nunless on (${on})\n${series.symptomPending.name}{${own}}`;
  // What lasts until something happens is not over between two scrapes.
  if (isLasting(symptom)) return held;
  return `${enclosed(held)}\nor on (${on})\n(${enclosed(measured(symptom.condition).expr)}\nand on (${on})\n${EPISODES}{${own}})`;
}

const isLasting = ({ condition, hold }: Symptom): boolean =>
  (hold.raise === 0 && hold.clear === 0) || comparisonsOf(condition).some(({ term }) => term.kind === 'age');

function alertRule({ symptom, limits }: Configured, links: Links): AlertRule {
  const query = queryOf(symptom, limits);
  const own = defaultLimits(symptom);
  const isMoved = Object.entries(limits).some(([name, value]) => value !== own[name]);
  const { for: wait, keepFiringFor } = symptom.alert;
  return {
    alert: alertName(symptom.id),
    expr: firing(symptom, query, isMoved),
    ...(seconds(wait) > 0 && { for: wait }),
    ...(seconds(keepFiringFor) > 0 && { keep_firing_for: keepFiringFor }),
    labels: { severity: symptom.severity, symptom: symptom.id },
    annotations: {
      summary: symptom.summary,
      description: description(symptom, limits),
      runbook_url: runbookUrl(symptom.id, links),
      dashboard_url: panelUrl(symptom, links),
    },
  };
}

/** What was found, then what to try: the page must be enough at 3 a.m. */
function description(symptom: Symptom, limits: Readonly<Record<string, number>>): string {
  const value = limits[mainLimitOf(symptom)] ?? Number.NaN;
  const found = symptom.finding
    .replaceAll('{value}', writtenTemplate(symptom.valueFormat))
    .replaceAll('{limit}', written(value, symptom.valueFormat))
    .replaceAll(/\{(\w+)\}/g, '{{ $labels.$1 }}');
  return `${found}{{ with $labels.rank }} Rank {{ . }}.{{ end }}${fitted(symptom, limits)}`;
}

/** The remedies in the guide's order, or with the one first that a hint asks for: Prometheus asks itself which holds. */
function fitted(symptom: Symptom, limits: Readonly<Record<string, number>>): string {
  const listed = (hint?: Hint) =>
    `${hint ? ` ${writeHint(hint)}` : ''}\nTry, in this order:\n${inOrder(symptom.remedies, hint)
      .map((remedy, index) => `${index + 1}. ${remedy}`)
      .join('\n')}`;
  if (symptom.hints.length === 0) return listed();
  const branches = symptom.hints.map(
    (hint, index) => `{{ ${index === 0 ? 'if' : 'else if'} ${holds(hint, symptom, limits)} }}${listed(hint)}`,
  );
  return `${branches.join('')}{{ else }}${listed()}{{ end }}`;
}

/** The hint's condition as a query for the very run of the alert, and its layer where it has one. */
function holds({ when }: Hint, symptom: Symptom, limits: Readonly<Record<string, number>>): string {
  const places = ['job', 'instance', 'run', 'rank', ...(symptom.scope === 'run' ? [] : ['layer'])];
  const { expr } = compile(when, limits, (labels) =>
    places.flatMap((place, index) =>
      place !== 'layer' || labels.includes('layer') ? [`${place}=%[${index + 1}]q`] : [],
    ),
  );
  return `query (printf \`${expr}\` ${places.map((place) => `$labels.${place}`).join(' ')})`;
}
