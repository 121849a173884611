import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Symptom } from '../../symptoms/symptom.js';
import { board } from './board.js';
import { episodeTables } from './episodes.js';
import type { PanelSpec } from './panel.js';
import { ALERTS_OF_RUNS, byPlace, narrowed, raised, recorded, scoped } from './query.js';
import { remedyPanels, whatToTry } from './remedies.js';
import { COLOR } from './thresholds.js';
import { VERDICT } from './value.js';

/** What is wrong, since when, and what to try, over all chosen runs. */
export const symptomsDashboard = (catalogue: readonly Symptom[]): Dashboard =>
  board({
    name: 'symptoms',
    description: 'The symptoms of the chosen runs: what is raised now, what fired when, what to try.',
    catalogue,
    rows: [
      { title: 'Now', panels: [...counts, whatToTry(catalogue)] },
      { title: 'Over time', panels: overTime },
      { title: 'What fired when', panels: episodeTables },
      { title: 'The guide’s remedies', panels: remedyPanels(catalogue) },
    ],
  });

const counts: readonly PanelSpec[] = (['critical', 'warning', 'info'] as const).map((severity) => ({
  kind: 'stat',
  title: `Raised, ${severity}`,
  description: `Symptoms of severity ${severity} that are raised now, over all chosen runs. Healthy: 0.`,
  unit: 'short',
  width: 8,
  height: 4,
  color: COLOR[severity],
  queries: [
    {
      // Ranks of a run, and variables of a layer, that have the same symptom are one.
      expr: `count(count by (job, run, symptom, layer) (${narrowed(raised, `severity="${severity}"`)})) or vector(0)`,
      legend: severity,
      limit: { above: 1 },
    },
  ],
}));

const ROW = '{{run}} {{rank}} {{symptom}}';
const OPENS = ['run', 'runbook'] as const;

const line = { kind: 'states', width: 24, height: 9, unit: 'none' } as const;

const overTime: readonly PanelSpec[] = [
  {
    ...line,
    title: 'Raised by the process',
    description:
      'Verdicts of the detector in the process, which sees every step: each symptom while it is raised. A gap is quiet.',
    color: 'orange',
    values: VERDICT,
    opens: OPENS,
    queries: byPlace((of) => narrowed(raised, of), ROW, OPENS),
  },
  {
    ...line,
    title: 'Alerts',
    description:
      'Alerts as Prometheus holds them. Pending: the condition is met, not yet for long enough. Firing: Alertmanager was told.',
    values: [
      { value: 1, text: 'pending', color: 'yellow' },
      { value: 2, text: 'firing', color: 'red' },
    ],
    opens: OPENS,
    queries: byPlace(
      (of) =>
        `max by (run, rank, symptom, layer) (2 * ${ALERTS_OF_RUNS},alertstate="firing",${of}} or ${ALERTS_OF_RUNS},alertstate="pending",${of}})`,
      ROW,
      OPENS,
    ),
  },
  {
    ...line,
    height: 7,
    title: 'Waiting to be raised',
    description:
      'Conditions that are met in the process, but have not held for long enough: what may be raised next.',
    color: 'blue',
    values: [{ value: 1, text: 'met', color: 'blue' }],
    opens: OPENS,
    queries: byPlace((of) => narrowed(scoped('symptomPending'), of), `${ROW} {{variable}}`, OPENS),
  },
  {
    kind: 'bars',
    width: 24,
    height: 7,
    unit: 'short',
    title: 'Episodes',
    description:
      'Times that a symptom was raised within five minutes: a symptom that comes and goes shows as a row of bars.',
    queries: [
      {
        expr: `sum by (run, symptom) (${recorded('run:training_symptom_raised:increase5m')})`,
        legend: '{{run}} {{symptom}}',
      },
    ],
  },
];
