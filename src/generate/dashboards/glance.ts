import type { PanelSpec } from './panel.js';
import { byPlace, narrowed, ofRuns, query, raised, recorded, shown } from './query.js';
import { VERDICT } from './value.js';

const stat = { kind: 'stat', width: 4, height: 4 } as const;

/** What a person wants to know first: does it run, how far is it, is it well. */
export const glance: readonly PanelSpec[] = [
  {
    ...stat,
    kind: 'name',
    title: 'State',
    description: 'Running, finished or failed. No data means that the process is gone or was never scraped.',
    unit: 'none',
    queries: [{ expr: `max by (run, state) (${shown('runState')} == 1)`, legend: '{{run}} {{state}}' }],
  },
  {
    ...stat,
    title: 'Training data loss',
    description:
      'Loss of the last step without the regularization penalty: what validation loss compares with.',
    unit: 'none',
    queries: [query('dataLoss')],
  },
  {
    ...stat,
    title: 'Steps per second',
    description: 'Optimizer steps taken per second over two minutes, validation time included.',
    unit: 'none',
    queries: [ofRuns('run:training_steps:rate2m')],
  },
  {
    ...stat,
    title: 'Steps done',
    description:
      'Steps taken while watched over the steps the running fit was asked for; empty where that is unknown.',
    unit: 'percentunit',
    queries: [ofRuns('run:training_progress:ratio')],
  },
  {
    ...stat,
    title: 'Active symptoms',
    description: 'How many symptoms the detector has raised now. Which ones: the time line below.',
    unit: 'short',
    color: 'orange',
    queries: [
      {
        expr: `max by (job, run, severity) (${recorded('run:training_symptoms_active:sum')})`,
        legend: '{{run}} {{severity}}',
        limit: { above: 1 },
      },
    ],
  },
  {
    ...stat,
    title: 'Agent overhead',
    description: "The agent's time on the training thread as a share of step time; the default budget is 1%.",
    unit: 'percentunit',
    queries: [query('agentOverhead')],
  },
  {
    kind: 'states',
    width: 24,
    height: 8,
    title: 'Symptoms over time',
    description:
      'Each symptom while it is raised, and its layer where it has one, as decided in the process. A gap is quiet.',
    unit: 'none',
    color: 'orange',
    values: VERDICT,
    opens: ['runbook'],
    queries: byPlace((of) => narrowed(raised, of), '{{run}} {{rank}} {{symptom}}', ['runbook']),
  },
];
