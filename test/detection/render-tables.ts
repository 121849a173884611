import type { SymptomRow } from './confusion.js';
import { counted, share, table } from './markdown.js';
import type { Mistake } from './mistakes.js';
import type { Results } from './results.js';

type Table = Results['tables'][number];

const HEAD = [
  'symptom',
  'sick:',
  'found:',
  'recall:',
  'raised falsely:',
  'precision:',
  'median steps:',
  'most steps:',
  'layer right:',
  'also another layer:',
];

/** One setting and one part: a line a symptom, then the healthy runs. */
export function renderTable({ symptoms, healthy }: Table): string {
  const { runs, steps, alarmed, alarms } = healthy;
  const rate = steps === 0 ? '–' : ((1000 * alarms) / steps).toFixed(3);
  return [
    table(HEAD, [...symptoms.map((row) => cells(row)), cells(totalOf(symptoms), precisionOf(symptoms))]),
    '',
    `Healthy: ${counted(runs, 'training')}, ${counted(steps, 'step')}; ${counted(alarms, 'false alarm')} in ${counted(alarmed, 'training')}, ${rate} per thousand steps.`,
  ].join('\n');
}

/** Severity info is wrong nowhere, so that counting it as right would flatter. */
export function precisionOf(rows: readonly SymptomRow[]): string {
  const grave = rows.filter(({ severity }) => severity !== 'info');
  const found = grave.reduce((sum, row) => sum + row.found, 0);
  return share(found, found + grave.reduce((sum, row) => sum + row.falsely, 0));
}

function cells(row: SymptomRow, precision = precisionOf([row])): (string | number)[] {
  const { symptom, severity, sick, found, falsely, medianSteps, maxSteps } = row;
  const isInfo = severity === 'info';
  return [
    isInfo ? `${symptom} (info)` : symptom,
    sick,
    found,
    share(found, sick),
    isInfo ? '–' : falsely,
    precision,
    medianSteps ?? '–',
    maxSteps ?? '–',
    row.withLayers > 0 ? `${row.layerRight} of ${row.withLayers}` : '–',
    row.withLayers > 0 ? row.layerWrong : '–',
  ];
}

/** Steps of different symptoms have no common median. */
function totalOf(rows: readonly SymptomRow[]): SymptomRow {
  const sum = (of: (row: SymptomRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    symptom: '**all**',
    severity: 'warning',
    sick: sum(({ sick }) => sick),
    found: sum(({ found }) => found),
    falsely: sum(({ falsely }) => falsely),
    medianSteps: undefined,
    maxSteps: undefined,
    withLayers: sum(({ withLayers }) => withLayers),
    layerRight: sum(({ layerRight }) => layerRight),
    layerWrong: sum(({ layerWrong }) => layerWrong),
  };
}

/** One line for a mistake that every setting makes alike. */
export function mistakeLines(mistakes: readonly Mistake[], kind: Mistake['kind']): string[] {
  const lines = new Map<string, string[]>();
  for (const mistake of mistakes.filter((each) => each.kind === kind)) {
    const { run, seed, part, expected, raised, setting } = mistake;
    const has = expected === undefined ? 'healthy' : `has ${expected}`;
    const line = `\`${run}\`${part === 'chosen on' ? '' : ` (${part})`}, seed ${seed}, ${has}: raised ${raised}`;
    lines.set(line, [...(lines.get(line) ?? []), setting]);
  }
  return [...lines].map(([line, settings]) => `${line} (${settings.join(', ')})`);
}
