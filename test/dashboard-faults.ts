/** Of a dashboard, what the faults change. */
export interface Board {
  editable: boolean;
  title: string;
  panels: Panel[];
  templating: { list: { name: string; label: string; multi?: boolean }[] };
}
interface Panel {
  type: string;
  title: string;
  description: string;
  datasource: { uid: string };
  fieldConfig: { defaults: { unit: string } };
  targets?: Target[];
}
interface Target {
  expr: string;
  datasource: { type: string };
}

/** Each rule of dashboard-linter: the rules that must find a fault, the fault, and how it is made in a sound dashboard. */
export const faults: readonly (readonly [rules: string[], fault: string, make: (board: Board) => void])[] = [
  [
    ['template-datasource-rule'],
    'a data source that is chosen under another label',
    (board) => Object.assign(variable(board, 'datasource'), { label: 'Prometheus' }),
  ],
  [
    ['template-job-rule'],
    'a job of which only one can be chosen',
    (board) => Object.assign(variable(board, 'job'), { multi: false }),
  ],
  [
    ['template-instance-rule'],
    'all instances, and what has none',
    (board) => Object.assign(variable(board, 'instance'), { allValue: '.*' }),
  ],
  [
    ['template-label-promql-rule'],
    'runs that are asked for by the name of a series',
    (board) => Object.assign(variable(board, 'run'), { query: 'training_run_info' }),
  ],
  [
    ['template-on-time-change-reload-rule'],
    'runs that are asked for only once',
    (board) => Object.assign(variable(board, 'run'), { refresh: 1 }),
  ],
  [
    ['panel-datasource-rule'],
    'a panel with a data source of its own',
    (board) => Object.assign(chart(board).datasource, { uid: 'prometheus' }),
  ],
  [
    ['panel-title-description-rule'],
    'a panel without a description',
    (board) => Object.assign(chart(board), { description: '' }),
  ],
  [
    ['panel-units-rule'],
    'a unit that Grafana does not list',
    (board) => Object.assign(chart(board).fieldConfig.defaults, { unit: 'steps' }),
  ],
  [
    ['panel-no-targets-rule'],
    'a panel without queries',
    (board) => Object.assign(chart(board), { targets: undefined }),
  ],
  [
    // A query that is no LogQL breaks both.
    ['target-logql-auto-rule', 'target-logql-rule'],
    'a query for Loki',
    (board) => Object.assign(query(board).datasource, { type: 'loki' }),
  ],
  [['target-promql-rule'], 'a query without its end', (board) => rewrite(board, (expr) => `sum(${expr}`)],
  [
    ['target-rate-interval-rule'],
    'a rate over a fixed interval',
    (board) => rewrite(board, (expr) => `rate(${expr}[5m])`),
  ],
  [
    ['target-job-rule'],
    'a query for any job',
    (board) => rewrite(board, (expr) => expr.replace('job=~"$job"', 'job!=""')),
  ],
  [
    ['target-instance-rule'],
    'a query for any instance',
    (board) => rewrite(board, (expr) => expr.replace('instance=~"$instance"', 'instance!=""')),
  ],
  [
    // The rule on counters knows one only where it has no matchers, so that it is never alone.
    ['target-counter-agg-rule', 'target-instance-rule', 'target-job-rule'],
    'a counter as it is',
    (board) => rewrite(board, () => 'training_steps_total'),
  ],
  [
    ['uneditable-dashboard'],
    'a dashboard to edit in place',
    (board) => Object.assign(board, { editable: true }),
  ],
];

const variable = (board: Board, name: string) =>
  found(board.templating.list.find((each) => each.name === name));

const chart = (board: Board): Panel => found(board.panels.find(({ type }) => type === 'timeseries'));

const query = (board: Board): Target => found(chart(board).targets?.[0]);

function rewrite(board: Board, change: (expr: string) => string): void {
  const target = query(board);
  target.expr = change(target.expr);
}

function found<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the dashboard has nothing to make this fault in');
  return part;
}
