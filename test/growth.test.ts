import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { inputValues } from '../src/generate/alert-tests.js';
import { compile } from '../src/generate/promql.js';
import { growth } from '../src/symptoms/condition.js';
import { describePromtools, promtoolTest } from './promtool.js';

/** Values of a counter, one a minute; `null` is not scraped. */
const counters: readonly { name: string; values: (number | null)[]; grown: Record<number, boolean> }[] = [
  {
    name: 'is 5 on the only scrape before the process exits',
    values: [5, null],
    grown: { 0: true, 4: true, 6: false },
  },
  { name: 'is 5 from its first scrape on', values: [5], grown: { 0: true, 4: true, 7: false, 30: false } },
  {
    name: 'grows on the very last scrape before the process exits',
    values: [...Array<number>(10).fill(0), 5, null],
    grown: { 9: false, 11: true, 14: true, 17: false },
  },
  { name: 'stays at 0', values: [0], grown: { 0: false, 4: false, 30: false } },
  {
    name: 'starts again from 0 with a new process',
    values: [...Array<number>(10).fill(3), 0],
    grown: { 8: false, 10: false, 14: false },
  },
  {
    name: 'stays at 5 while scrapes fail for ten minutes',
    values: [...Array<number>(20).fill(5), ...Array<null>(10).fill(null), 5],
    grown: { 15: false, 31: false, 36: false, 40: false },
  },
];

describePromtools('on the growth of a counter that', (promtool) => {
  const { expr } = compile(
    growth('nonfinite', { steps: 1, time: '5m' }, { where: ['loss', 'weight'] }).above('n'),
    {
      n: 0,
    },
  );

  it.each(counters)('$name', ({ values, grown }) => {
    const series = (where: string, samples: string) => ({
      series: `training_nonfinite_values_total{job="j",instance="i",run="r",where="${where}"}`,
      values: samples,
    });
    const test = stringify({
      rule_files: ['rules.yml'],
      evaluation_interval: '15s',
      tests: [
        {
          interval: '15s',
          // Another cause grows all the time, and is filtered out.
          input_series: [series('loss', inputValues(values, 45)), series('input', '0+1x200')],
          promql_expr_test: Object.entries(grown).map(([minute, raised]) => ({
            expr: `group by (job, instance, run, where) (${expr})`,
            eval_time: `${minute}m`,
            exp_samples: raised ? [{ labels: '{job="j",instance="i",run="r"}', value: 1 }] : [],
          })),
        },
      ],
    });
    const { status, output } = promtoolTest(promtool, stringify({ groups: [] }), test);
    expect(status, output).toBe(0);
  });
});
