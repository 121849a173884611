import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { series } from '../../series.js';
import { DATASOURCE } from './panel.js';

/** Data source, job, instance and run, and the layer where asked: each narrowed by those before it. */
export function variables(byLayer: boolean) {
  const info = series.runInfo.name;
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    choice('job', 'Job', info),
    choice('instance', 'Instance', `${info}{job=~"$job"}`),
    choice('run', 'Run', `${info}{job=~"$job",instance=~"$instance"}`),
    ...(byLayer
      ? [
          choice(
            'layer',
            'Layer',
            `${series.layerWeightNorm.name}{job=~"$job",instance=~"$instance",run=~"$run"}`,
          ),
        ]
      : []),
  ];
}

const choice = (label: string, title: string, from: string) =>
  new QueryVariableBuilder(label)
    .label(title)
    .datasource(DATASOURCE)
    .query(`label_values(${from}, ${label})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
