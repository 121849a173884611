import type { PanelSpec } from './panel.js';
import { ALERTS_OF_RUNS, raised } from './query.js';
import type { Column } from './table.js';
import { SEVERITY } from './value.js';

/** Distance of the instants at which the past is asked. */
const STEP_SECONDS = 15;

/** When something was first and last so, and for how long, of the time shown. */
function times(isSo: string, by: string): readonly Column[] {
  const past = `[$__range:${STEP_SECONDS}s]`;
  return [
    {
      title: 'First',
      expr: `min by (${by}) (min_over_time(timestamp(${isSo})${past})) * 1000`,
      unit: 'dateTimeAsIso',
    },
    {
      title: 'Last',
      expr: `max by (${by}) (max_over_time(timestamp(${isSo})${past})) * 1000`,
      unit: 'dateTimeAsIso',
    },
    {
      title: 'For',
      expr: `max by (${by}) (count_over_time((${isSo})${past})) * ${STEP_SECONDS}`,
      unit: 's',
    },
  ];
}

const places: readonly Column[] = [
  { label: 'run', title: 'Run', opens: ['run'] },
  { label: 'symptom', title: 'Symptom', opens: ['runbook'] },
  { label: 'severity', title: 'Severity', values: SEVERITY, width: 90 },
  { label: 'layer', title: 'Layer', opens: ['layer'] },
];
const BY = 'run, symptom, severity, layer, rank';

const table = { kind: 'table', width: 12, height: 10, sortBy: 'Last' } as const;

/** What was raised, and what fired, in the time shown. */
export const episodeTables: readonly PanelSpec[] = [
  {
    ...table,
    title: 'Raised in the time shown',
    description:
      'Symptoms that the process raised: when first, when last, for how long in all. What came first is the place to look.',
    columns: [...places, ...times(raised, BY), { label: 'rank', title: 'Rank' }],
  },
  {
    ...table,
    title: 'Alerts that fired in the time shown',
    description:
      'The same for alerts; also those that only Prometheus can decide, such as a run that is lost.',
    columns: [
      ...places,
      ...times(`${ALERTS_OF_RUNS},alertstate="firing"}`, BY),
      { label: 'rank', title: 'Rank' },
    ],
  },
];
