import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { fleetDashboard } from '../src/generate/dashboards/fleet.js';
import { fleetTables } from '../src/generate/dashboards/fleet-tables.js';
import { JOB } from '../src/generate/services.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { filledIn } from './dashboard-queries.js';
import { describePromtools, promtoolTest } from './promtool.js';

/** Samples of a minute each, of an instance that is scraped to the end, or until the middle. */
const now = (value: number) => `${value}x20`;
const once = (value: number) => `${value}x8 stale`;

interface Instance {
  readonly state: 'running' | 'finished' | 'failed';
  readonly loss: number;
  readonly isGone?: boolean;
}
/** What a run's instances say, one after the other or side by side, and what the fleet's tables say of it. */
const runs: readonly { run: string; instances: readonly Instance[]; state: number; loss: number }[] = [
  { run: 'trains', instances: [{ state: 'running', loss: 0.1 }], state: 1, loss: 0.1 },
  { run: 'lost', instances: [{ state: 'running', loss: 0.2, isGone: true }], state: 4, loss: 0.2 },
  { run: 'finished', instances: [{ state: 'finished', loss: 0.3, isGone: true }], state: 2, loss: 0.3 },
  { run: 'failed', instances: [{ state: 'failed', loss: 0.4, isGone: true }], state: 3, loss: 0.4 },
  {
    run: 'moved to another instance',
    instances: [
      { state: 'running', loss: 9, isGone: true },
      { state: 'running', loss: 0.5 },
    ],
    state: 1,
    loss: 0.5,
  },
  {
    run: 'restarted elsewhere after it failed',
    instances: [
      { state: 'failed', loss: 9, isGone: true },
      { state: 'finished', loss: 0.6 },
    ],
    state: 2,
    loss: 0.6,
  },
];

const STATES = ['running', 'finished', 'failed'] as const;
const series = runs.flatMap(({ run, instances }) =>
  instances.flatMap(({ state, loss, isGone = false }, index) => {
    const samples = isGone ? once : now;
    const labels = `job="${JOB}",instance="${index}",run="${run}"`;
    return [
      ...STATES.map((each) => ({
        series: `training_run_state{${labels},state="${each}"}`,
        values: samples(each === state ? 1 : 0),
      })),
      { series: `training_loss_smoothed{${labels}}`, values: samples(loss) },
    ];
  }),
);

const ofRanks = ['0', '1'].flatMap((rank) => {
  const labels = `job="${JOB}",instance="rank-${rank}",run="ranks"`;
  return [
    { series: `run:training_health:level{${labels}}`, values: now(3) },
    { series: `run:training_steps:rate2m{${labels}}`, values: now(7) },
  ];
});

describePromtools('plays to the fleet', (promtool) => {
  test('runs that are over, lost, moved and restarted', () => {
    const said = ({ of, by }: { of: string; by: (run: (typeof runs)[number]) => number }) => ({
      expr: asked(columnOf(of)),
      eval_time: '20m',
      exp_samples: runs.map((run) => ({ labels: `{job="${JOB}",run="${run.run}"}`, value: by(run) })),
    });
    const expected = [
      said({ of: 'State', by: ({ state }) => state }),
      said({ of: 'Loss', by: ({ loss }) => loss }),
    ];
    play(series, expected);
  });

  test('a run on two ranks, which is one', () => {
    const counted = (title: string, value: number) => ({
      expr: asked(queryOf(title)),
      eval_time: '20m',
      exp_samples: [{ labels: '{}', value }],
    });
    play(ofRanks, [counted('Runs with a critical symptom', 1), counted('Steps per second, all runs', 7)]);
  });

  function play(input: readonly object[], expected: readonly object[]): void {
    const tests = { tests: [{ interval: '1m', input_series: input, promql_expr_test: expected }] };
    const { status, output } = promtoolTest(promtool, 'groups: []', stringify(tests));
    expect(status, output).toBe(0);
  }
});

const asked = (expr: string): string =>
  filledIn(expr, { job: JOB, instance: '.+', run: '.+', __range: '1h' });

function columnOf(title: string): string {
  const columns = fleetTables.flatMap((table) => (table.kind === 'table' ? table.columns : []));
  const column = columns.find((each) => each.title === title);
  if (!column || !('expr' in column)) throw new Error(`tables of the fleet: expected a column "${title}"`);
  return column.expr;
}

function queryOf(title: string): string {
  const panels = fleetDashboard(catalogue).panels ?? [];
  const panel = panels.find((each) => each.title === title);
  const [query] = (panel && 'targets' in panel && panel.targets) || [];
  if (!query || !('expr' in query)) throw new Error(`fleet: expected a query of "${title}"`);
  return String(query.expr);
}
