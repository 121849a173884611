import { series } from '../series.js';
import { catalogue } from '../symptoms/catalogue.js';
import { compile } from './promql.js';
import { rankRules } from './ranks.js';
import type { RecordingRule } from './rule.js';

const run = 'job, instance, run';

/** Times that symptoms were raised of late: an episode may begin and end between two scrapes. */
export const EPISODES = 'run:training_symptom_raised:increase5m';

/** The symptoms that are raised, by run, rank and layer: 1, or not there. */
export const RAISED = 'run:training_symptom:raised';

/** Series that the dashboards, a fleet's overview and alerts read instead of computing them anew each time. */
export const recordingRules: readonly RecordingRule[] = [
  {
    record: 'run:training_steps:rate2m',
    expr: `max by (${run}) (rate(${series.steps.name}[2m]))`,
  },
  {
    record: 'run:training_examples:rate2m',
    expr: `sum by (${run}) (rate(${series.examples.name}[2m]))`,
  },
  {
    record: 'run:training_progress:ratio',
    expr: `max by (${run}) (${series.steps.name}) / max by (${run}) (${series.plannedSteps.name})`,
  },
  {
    record: 'run:training_step_duration_seconds:p95_5m',
    expr: `histogram_quantile(0.95, sum by (${run}, le) (rate(${series.stepDuration.name}_bucket[5m])))`,
  },
  {
    record: 'run:training_symptoms_active:sum',
    expr: `sum by (${run}, severity) (${series.symptomActive.name})`,
  },
  // Of the hundreds of verdicts of a run nearly all are 0: what looks back in time asks for the others alone.
  {
    record: RAISED,
    expr: `${series.symptomActive.name} == 1`,
  },
  {
    record: 'run:training_health:level',
    expr: `max by (${run}) (${['info', 'warning', 'critical']
      .map((severity, index) => `${index + 1} * ${series.symptomActive.name}{severity="${severity}"}`)
      .join(' or ')})`,
  },
  {
    record: EPISODES,
    expr: compile(
      {
        kind: 'compare',
        term: { kind: 'growth', key: 'symptomRaised', time: '5m', steps: 0 },
        op: '>',
        limit: 'none',
      },
      { none: 0 },
    ).expr,
  },
  {
    record: 'run:training_alerts_firing:count',
    expr: `count by (${run}, severity) (ALERTS{alertname=~"Training.+",alertstate="firing",symptom!=""})`,
  },
  ...rankRules(catalogue),
];
