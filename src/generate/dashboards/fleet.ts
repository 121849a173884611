import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { SeriesKey } from '../../series.js';
import type { LabelFilter } from '../../symptoms/condition.js';
import type { Symptom } from '../../symptoms/symptom.js';
import { board } from './board.js';
import { fleetTables, STATE_OF_RUN } from './fleet-tables.js';
import type { PanelSpec } from './panel.js';
import { ofRuns, query, recorded, scoped } from './query.js';
import { HEALTH, STATE } from './value.js';
import { FACTS } from './variables.js';

/** All runs at once: which run, which are well, how they compare. Series of runs only, never those of layers. */
export const fleetDashboard = (catalogue: readonly Symptom[]): Dashboard =>
  board({
    name: 'fleet',
    description: 'All training runs: state, progress, health; seeds and hyper-parameters side by side.',
    choices: ['compare'],
    catalogue,
    rows: [
      { title: 'Now', panels: counts },
      { title: 'Runs', panels: fleetTables },
      { title: 'Over time', panels: overTime },
      { title: 'Side by side', panels: sideBySide },
      { title: 'Grouped by what “Compare by” says', panels: grouped },
    ],
  });

const stat = { kind: 'stat', unit: 'short', width: 4, height: 4 } as const;

const inState = (state: string): string =>
  `count(max by (job, run) (${scoped('runState', { state: [state] })}) == 1)`;

const counts: readonly PanelSpec[] = [
  {
    ...stat,
    title: 'Running',
    description: 'Runs that train now, of the chosen ones.',
    queries: [{ expr: `${inState('running')} or vector(0)`, legend: 'running' }],
  },
  {
    ...stat,
    title: 'Finished',
    description: 'Runs that ended well and are still scraped: they linger for their last scrape.',
    queries: [{ expr: `${inState('finished')} or vector(0)`, legend: 'finished' }],
  },
  {
    ...stat,
    title: 'Failed',
    description: 'Runs that ended with an error and are still scraped. Healthy: 0.',
    color: 'red',
    queries: [{ expr: `${inState('failed')} or vector(0)`, legend: 'failed', limit: { above: 1 } }],
  },
  {
    ...stat,
    title: 'Runs with a critical symptom',
    description: 'Runs that diverge, compute NaN or do not move. Healthy: 0.',
    color: 'red',
    queries: [
      {
        expr: `count(${ofRuns('run:training_health:level').expr} == 3) or vector(0)`,
        legend: 'critical',
        limit: { above: 1 },
      },
    ],
  },
  {
    ...stat,
    title: 'Alerts firing',
    description:
      'Alerts of the chosen runs that fire now, consequences included; a page comes for causes only.',
    color: 'orange',
    queries: [
      {
        expr: `sum(${recorded('run:training_alerts_firing:count')}) or vector(0)`,
        legend: 'firing',
        limit: { above: 1 },
      },
    ],
  },
  {
    ...stat,
    title: 'Steps per second, all runs',
    description: 'Optimizer steps per second of all chosen runs together.',
    unit: 'none',
    queries: [{ expr: `sum(${ofRuns('run:training_steps:rate2m').expr})`, legend: 'steps' }],
  },
];

const overTime: readonly PanelSpec[] = [
  {
    kind: 'states',
    width: 12,
    height: 10,
    unit: 'none',
    title: 'Health of runs',
    description: 'The gravest symptom that is raised in a run. Click a run to open it.',
    values: HEALTH,
    opens: ['run'],
    queries: [ofRuns('run:training_health:level')],
  },
  {
    kind: 'states',
    width: 12,
    height: 10,
    unit: 'none',
    title: 'State of runs',
    description:
      'Running, finished or failed, as each process says; a row that ends is a process that is gone.',
    values: STATE,
    opens: ['run'],
    queries: [{ expr: STATE_OF_RUN, legend: '{{run}}' }],
  },
];

const third = { kind: 'timeseries', unit: 'none', width: 8, height: 8, opens: ['run'] } as const;

const sideBySide: readonly PanelSpec[] = [
  {
    ...third,
    title: 'Data loss, smoothed',
    description:
      'Training loss without the penalty, mean of recent steps. Runs of one kind should fall together.',
    logarithmic: true,
    queries: [query('lossSmoothed')],
  },
  {
    ...third,
    title: 'Validation loss',
    description: 'As evaluated. What turns upwards here while the training loss falls is overfitting.',
    logarithmic: true,
    queries: [query('loss', { split: ['validation'] })],
  },
  {
    ...third,
    title: 'Validation metrics',
    description: 'Accuracy and whatever else was compiled, on validation data.',
    queries: [query('metric', { split: ['validation'] })],
  },
  {
    ...third,
    title: 'Learning rate',
    description: 'The hyper-parameter that decides most: compare with the loss beside it.',
    logarithmic: true,
    queries: [query('learningRate')],
  },
  {
    ...third,
    title: 'Update ratio',
    description: 'Norm of an update over norm of the weights. Healthy: about 0.001.',
    logarithmic: true,
    queries: [query('updateRatio')],
  },
  {
    ...third,
    title: 'Steps per second',
    description:
      'Throughput of each run over two minutes. One slow run among equals: its machine or its data.',
    queries: [ofRuns('run:training_steps:rate2m')],
  },
];

/** The mean over runs that share a fact: an optimizer, a model, a backend. */
function byFact(key: SeriesKey, filter: LabelFilter = {}): string {
  const facts = `max by (job, instance, run, ${FACTS.join(', ')}) (${scoped('runInfo')})`;
  const values = `avg by (job, instance, run) (${scoped(key, filter)})`;
  return `avg by ($compare) (${values} * on (job, instance, run) group_left (${FACTS.join(', ')}) ${facts})`;
}

const grouped: readonly PanelSpec[] = [
  {
    ...third,
    opens: [],
    title: 'Mean data loss by fact',
    description: 'Smoothed training loss, mean of the runs that share what “Compare by” names.',
    logarithmic: true,
    queries: [{ expr: byFact('lossSmoothed'), legend: '{{$compare}}' }],
  },
  {
    ...third,
    opens: [],
    title: 'Mean validation loss by fact',
    description: 'Validation loss, mean of the runs that share what “Compare by” names.',
    logarithmic: true,
    queries: [{ expr: byFact('loss', { split: ['validation'] }), legend: '{{$compare}}' }],
  },
  {
    ...third,
    opens: [],
    title: 'Mean step duration by fact',
    description: 'Median step duration, mean of the runs that share what “Compare by” names.',
    unit: 's',
    queries: [{ expr: byFact('stepDurationTypical'), legend: '{{$compare}}' }],
  },
];
