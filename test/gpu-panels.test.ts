import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describePromtools, promtoolTest } from './promtool.js';

const { panels } = JSON.parse(readFileSync(new URL('../dashboards/run.json', import.meta.url), 'utf8')) as {
  panels: { title: string; targets?: { expr: string }[] }[];
};
const expr = (panels.find(({ title }) => title === 'GPU utilization')?.targets?.[0]?.expr ?? '').replaceAll(
  /\$(job|instance|run)\b/g,
  '.+',
);

const gpu = (instance: string, labels: string) =>
  `DCGM_FI_DEV_GPU_UTIL{job="dcgm",instance="${instance}",${labels}}`;
const info = (instance: string, labels = '') =>
  `training_run_info{job="training",instance="${instance}",run="r"${labels}}`;

describePromtools('joins the GPUs of the chosen runs to them', (promtool) => {
  it.each([
    {
      how: 'by the address of the host',
      run: info('10.0.0.1:9790'),
      own: gpu('10.0.0.1:9400', 'gpu="0",Hostname="node-1"'),
      other: gpu('10.0.0.2:9400', 'gpu="0",Hostname="node-2"'),
      found: 'Hostname="node-1", gpu="0", instance="10.0.0.1:9400"',
    },
    {
      how: 'by the name of the host',
      run: info('node-1:9790'),
      own: gpu('10.0.0.1:9400', 'gpu="3",Hostname="node-1"'),
      other: gpu('10.0.0.2:9400', 'gpu="3",Hostname="node-2"'),
      found: 'Hostname="node-1", gpu="3", instance="10.0.0.1:9400"',
    },
    {
      how: 'by the pod, on a host that others share',
      run: info('10.1.0.7:9790', ',namespace="ml",pod="train-0"'),
      own: gpu('10.0.0.1:9400', 'gpu="0",Hostname="node-1",namespace="ml",pod="train-0"'),
      other: gpu('10.0.0.1:9400', 'gpu="1",Hostname="node-1",namespace="ml",pod="train-1"'),
      found: 'Hostname="node-1", gpu="0", instance="10.0.0.1:9400"',
    },
  ])('$how', ({ run, own, other, found }) => {
    const tests = {
      rule_files: [],
      evaluation_interval: '15s',
      tests: [
        {
          interval: '15s',
          input_series: [
            { series: run, values: '1x4' },
            { series: own, values: '87x4' },
            { series: other, values: '12x4' },
          ],
          promql_expr_test: [{ expr, eval_time: '30s', exp_samples: [{ labels: `{${found}}`, value: 87 }] }],
        },
      ],
    };
    const { status, output } = promtoolTest(promtool, 'groups: []', JSON.stringify(tests));
    expect(status, output).toBe(0);
  });
});
