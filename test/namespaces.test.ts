import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { rules } from '../src/generate/alerts.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { describePromtools, promtoolTest } from './promtool.js';

const of = (name: string, namespace: string, rank: number, more = '') =>
  `${name}{job="training",namespace="${namespace}",instance="${namespace}-${rank}:9790",run="digits",rank="${rank}"${more}}`;

const kernel = ',layer="out",variable="kernel"';
/** Two healthy ranks that hold other weights than those of another namespace, and a run that is lost in one of them. */
const series = [
  ...['a', 'b'].flatMap((namespace, index) =>
    [0, 1].flatMap((rank) => [
      { series: of('training_replica_weight_norm', namespace, rank, kernel), values: `${1 + index}x80` },
      { series: of('training_replica_step', namespace, rank), values: '64x80' },
      {
        series: of('training_step_own_time_typical_seconds', namespace, rank),
        values: `${1 + 9 * index}x80`,
      },
    ]),
  ),
  { series: of('training_run_state', 'a', 0, ',state="running"'), values: '1x80' },
  { series: of('training_run_state', 'b', 0, ',state="running"'), values: '1x20 stale' },
];
const firing = (alertname: string) =>
  `count by (namespace, rank) (ALERTS{alertname="${alertname}",alertstate="firing"})`;

describePromtools('keeps runs of one name in two namespaces apart', (promtool) => {
  it.each([
    ['TrainingReplicaDivergence', []],
    ['TrainingStraggler', []],
    ['TrainingRunLost', [{ labels: '{namespace="b",rank="0"}', value: 1 }]],
  ])('%s', (alert, exp_samples) => {
    const tests = {
      rule_files: ['rules.yml'],
      evaluation_interval: '15s',
      tests: [
        {
          interval: '15s',
          input_series: series,
          promql_expr_test: [{ expr: firing(alert), eval_time: '10m', exp_samples }],
        },
      ],
    };
    const { status, output } = promtoolTest(promtool, rules(catalogue), stringify(tests));
    expect(status, output).toBe(0);
  });
});
