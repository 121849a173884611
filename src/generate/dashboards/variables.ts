import {
  CustomVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { series } from '../../series.js';
import { DATASOURCE, SCOPE } from './query.js';

/** What a dashboard may be narrowed to or grouped by, beyond job, instance and run. */
export type ChoiceName = 'layer' | 'compare';

/** Facts of a run by which a fleet can be compared; labels of `training_run_info`, and the run itself. */
export const FACTS = ['optimizer', 'model', 'backend', 'device'] as const;

/** Data source, job, instance and run, each narrowed by those before it, and what the dashboard asks for. */
export function variables(choices: readonly ChoiceName[], isOfOneRun: boolean) {
  const info = series.runInfo.name;
  const runs = `${info}{job=~"$job",instance=~"$instance"}`;
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    choice('job', 'Job', info),
    choice('instance', 'Instance', `${info}{job=~"$job"}`),
    isOfOneRun ? listed('run', 'Run', runs) : choice('run', 'Run', runs),
    ...(choices.includes('layer') ? [choice('layer', 'Layer', LAYERS)] : []),
    ...(choices.includes('compare') ? [comparison()] : []),
  ];
}

/** A layer has weights, or outputs that are measured, or both. */
const LAYERS = `{__name__=~"${series.layerWeightNorm.name}|${series.layerActivationStd.name}",${SCOPE.join(',')}}`;

const comparison = () => {
  const options = [...FACTS, 'run'].map((fact) => ({ selected: fact === FACTS[0], text: fact, value: fact }));
  return new CustomVariableBuilder('compare')
    .label('Compare by')
    .values([...FACTS, 'run'].join(','))
    .options(options)
    .current({ selected: true, text: FACTS[0], value: FACTS[0] });
};

/** All of them, or some. */
const choice = (label: string, title: string, from: string) =>
  listed(label, title, from)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] });

/** Some of them, at first the first. */
const listed = (label: string, title: string, from: string) =>
  new QueryVariableBuilder(label)
    .label(title)
    .datasource(DATASOURCE)
    .query(`label_values(${from}, ${label})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true);
