import type { Check } from '../preflight/check.js';
import { type Series, seriesKeys, seriesOf } from '../series.js';
import { alertName, type Limit, type Symptom } from '../symptoms/symptom.js';
import { fixed, per, seriesAtMost } from './cardinality.js';
import { seconds } from './duration.js';
import { duration } from './text.js';
import { GENERATED } from './yaml.js';

const NOTE = `<!-- ${GENERATED} -->`;

/** The page of all symptoms: what each means, what it is decided on, what to try. */
export const symptomsPage = (catalogue: readonly Symptom[]): string =>
  [
    '# Symptoms',
    NOTE,
    'Each is decided on the series of [metrics.md](metrics.md), by the same condition in the process and in the alert rule. A limit is a starting point: move it with `symptoms` in the options of `watch()` and with `trainvitals rules --set`. The first of each table is its main limit, which both also take by the name `limit`.',
    table(
      ['symptom', 'severity', 'what fails'],
      catalogue.map(({ id, severity, summary }) => [`[\`${id}\`](#${id})`, severity, summary]),
    ),
    ...catalogue.map(symptomSection),
    '',
  ].join('\n\n');

function symptomSection(symptom: Symptom): string {
  const { id, severity, scope, summary, decidedBy, hold, alert, limits, remedies, causes } = symptom;
  const inProcess =
    decidedBy === 'both'
      ? `In the process after ${counted(hold.raise, 'step')}, cleared after ${counted(hold.clear, 'step')}; in Prometheus`
      : 'In Prometheus alone';
  return [
    `## ${id}`,
    `${summary}`,
    `Alert \`${alertName(id)}\`, ${severity}, one a ${scope}. ${inProcess} ${after(alert.for)}, kept for ${duration(alert.keepFiringFor)}. [Runbook](../src/symptoms/${id}/README.md).`,
    limitTable(limits),
    'What to try, in this order:',
    numbered(remedies),
    ...(causes.length > 0
      ? [`A consequence while one of these fires: ${causes.map((cause) => `\`${cause}\``).join(', ')}.`]
      : []),
  ].join('\n\n');
}

const limitTable = (limits: Symptom['limits']): string =>
  table(
    ['limit', 'value', 'may be', 'origin'],
    Object.entries(limits).map(([name, limit]) => [
      `\`${name}\``,
      withUnit(limit),
      `${limit.min}..${limit.max}`,
      limit.origin,
    ]),
  );

const numbered = (texts: readonly string[]): string =>
  texts.map((text, index) => `${index + 1}. ${text}`).join('\n');

const after = (time: string): string => (seconds(time) > 0 ? `after ${duration(time)}` : 'at once');

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const withUnit = ({ value, unit }: Limit): string =>
  unit === 'none' || unit === 'ratio' ? String(value) : `${value} ${unit}`;

/** The page of all checks before a training: what each asks, by which limits, what to try. */
export const preflightPage = (checks: readonly Check[]): string =>
  [
    '# Checks before a training',
    NOTE,
    '`preflight(model, data)` and `trainvitals check` run them in this order. `checks` in the data of `preflight()` leaves one out, moves its limits, or gives it more `seconds`: `{ "overfit-small-batch": { seconds: 60 } }`. A check fails with the severity of the gravest thing that it found; `ok` counts warning and critical, and what is `info` is a matter of taste, or cannot be told for sure.',
    table(
      ['check', 'at most', 'question', 'time limit'],
      checks.map(({ id, severity, question, seconds: limit }) => [
        `[\`${id}\`](../src/preflight/${id}/README.md)`,
        severity,
        question,
        `${limit} s`,
      ]),
    ),
    ...checks.map(checkSection),
    '',
  ].join('\n\n');

const checkSection = ({ id, question, limits, advice }: Check): string =>
  [
    `## ${id}`,
    `${question} [How it is decided](../src/preflight/${id}/README.md).`,
    limitTable(limits),
    'What to try, in this order:',
    numbered(advice),
  ].join('\n\n');

const GROUPS: Readonly<Record<Series['group'], string>> = {
  run: 'The run',
  step: 'One step',
  layer: 'Layers and variables',
  batch: 'Batches',
  window: 'Windows over steps',
  rank: 'Ranks of a distributed run',
  symptom: 'Symptoms',
  agent: 'The agent',
};

/** The page of all series: kind, unit, labels and meaning, by group. */
export function metricsPage(): string {
  const all = seriesKeys.map(seriesOf);
  const groups = Object.entries(GROUPS).map(([group, title]) => {
    const rows = all
      .filter((each) => each.group === group)
      .map(({ name, kind, unit, labels, help }) => [`\`${name}\``, kind, unit, labels.join(', '), help]);
    return `## ${title}\n\n${table(['series', 'kind', 'unit', 'labels', 'what'], rows)}`;
  });
  return ['# Series', NOTE, IDENTITY, ...groups, cardinality(), ''].join('\n\n');
}

const IDENTITY =
  'Every series carries `run`, and `rank` when the world size is above 1; Prometheus adds `job` and `instance`. What was not measured is absent, not 0. Names, kinds and labels change only with a deprecation.';

/** How many series a run has, as a formula whose numbers are counted from the contract. */
function cardinality(): string {
  const places = [
    [per.variable + per.variableVerdicts, 'variables'],
    [per.layer + per.layerVerdicts, 'layers'],
    [per.input, 'inputs'],
    [per.class, 'classes (at most 100)'],
    [per.metric, 'metrics'],
  ] as const;
  const formula = places.map(([count, what]) => `${count} × ${what}`).join(' + ');
  const fifty = seriesAtMost({ layers: 50, variables: 100, inputs: 1, classes: 10, metrics: 1 });
  return [
    '## How many',
    `A run has at most **${fixed} + ${formula}** series, verdicts included: it does not grow with steps, epochs or time. Of fifty layers with kernel and bias that are ${fifty}. Each rank of a distributed run has its own; \`onlyRankZero\` leaves those of layers to the first. The process itself has some ninety more (\`process_…\`, \`nodejs_…\`).`,
    'Per-layer series stop at a limit a run (2,000, verdicts not counted); what is left out is counted in `training_agent_series_dropped_total`. Layers can be chosen with `layers: { include, exclude }`.',
  ].join('\n\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
