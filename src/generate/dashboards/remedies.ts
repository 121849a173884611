import type { Symptom } from '../../symptoms/symptom.js';
import { runbookUrl } from '../links.js';
import type { PanelSpec } from './panel.js';
import { ALERTS_OF_RUNS, raised } from './query.js';
import { SEVERITY, type ShownValue } from './value.js';

const BY = 'run, symptom, severity, layer, rank';

/** Columns that say something of a symptom: copies of its label, with what they say as value mappings. */
const SAYINGS: readonly { readonly label: string; readonly title: string; readonly of: Saying }[] = [
  { label: 'meaning', title: 'What it means', of: ({ summary }) => summary },
  { label: 'first', title: 'Try first', of: ({ remedies }) => remedies[0] },
  { label: 'then', title: 'Then', of: ({ remedies }) => remedies[1] ?? '–' },
];
type Saying = (symptom: Symptom) => string;

/** The symptoms that are raised or fire now, each with what it means and the guide's first remedies. */
export function whatToTry(catalogue: readonly Symptom[]): PanelSpec {
  const firing = `${ALERTS_OF_RUNS},alertstate="firing"}`;
  const rows = `max by (${BY}) (${raised} or ${firing})`;
  const copied = SAYINGS.reduce(
    (expr, { label }) => `label_replace(${expr}, "${label}", "$1", "symptom", "(.+)")`,
    rows,
  );
  const said = (saying: Saying): readonly ShownValue[] =>
    catalogue.map((symptom) => ({ value: symptom.id, text: saying(symptom) }));
  return {
    kind: 'table',
    title: 'What is wrong, and what to try',
    description:
      'Symptoms that are raised in the process or fire as alerts, with the remedies of the guide in its order; the runbook has the rest. Empty: nothing is wrong, if the rules are loaded and the run is scraped.',
    width: 24,
    height: 10,
    hidden: [copied],
    columns: [
      { label: 'run', title: 'Run', opens: ['run'], width: 160 },
      { label: 'symptom', title: 'Symptom', opens: ['runbook'], width: 170 },
      { label: 'severity', title: 'Severity', values: SEVERITY, width: 90 },
      { label: 'layer', title: 'Layer', opens: ['layer'], width: 110 },
      ...SAYINGS.map(({ label, title, of }) => ({ label, title, values: said(of), wraps: true })),
      { label: 'rank', title: 'Rank', width: 60 },
    ],
  };
}

/** All remedies as text, the runs' symptoms and the layers' side by side. */
export const remedyPanels = (catalogue: readonly Symptom[]): readonly PanelSpec[] =>
  [
    { title: 'Remedies: symptoms of a run', ofRun: true },
    { title: 'Remedies: symptoms of layers and variables', ofRun: false },
  ].map(({ title, ofRun }) => ({
    kind: 'text',
    title,
    description: 'What to try for each symptom, in the order of the guide; its name opens the runbook.',
    width: 12,
    height: 20,
    content: catalogue
      .filter(({ scope }) => (scope === 'run') === ofRun)
      .map(asText)
      .join('\n\n'),
  }));

const asText = ({ id, title, remedies }: Symptom): string =>
  [
    `**[${title}](${runbookUrl(id)})**`,
    '',
    ...remedies.map((remedy, index) => `${index + 1}. ${remedy}`),
  ].join('\n');
