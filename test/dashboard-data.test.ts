import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../src/generate/alerts.js';
import { JOB } from '../src/generate/services.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { choices, filledIn, queries as written } from './dashboard-queries.js';
import { type DashboardRuns, startDashboardRuns, WATCHED } from './runs/dashboard-runs.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { requireTool } from './tools.js';

/** Measured only after a minute of training, or two seconds of the agent's own time: longer than this test. */
const takesLonger = ['training_throughput_ratio', 'training_agent_budget_ratio'];
const queries = written.filter(({ expr }) => !takesLonger.some((name) => expr.startsWith(name)));

/** What the dashboards show of real runs; the fit of one of them waits for the questions to be answered. */
describe.runIf(requireTool('prometheus'))('on a Prometheus that real runs have filled', () => {
  let prometheus: Prometheus;
  let runs: DashboardRuns;
  let start: number;

  beforeAll(async () => {
    const { file } = await rulesForTest({ text: rules(catalogue) }, { for: '0s' });
    prometheus = await startPrometheus({ rules: [file] });
    start = Date.now() / 1000;
    runs = await startDashboardRuns(prometheus);
  });
  afterAll(async () => {
    await runs?.stop();
    await prometheus?.stop();
  });

  test('there is something to ask', () => {
    expect(queries.length).toBeGreaterThan(150);
    expect(choices.length).toBeGreaterThan(5);
  });

  test.each(queries)('$place: $expr', async ({ expr, instant = false }) => {
    const asked = filledIn(expr, runs.chosen);
    const found = async () => (await values(asked, instant)).length > 0;
    await prometheus.waitFor(asked, found, 20_000);
  });

  test.each(choices)('$file, choice of $name: $query', async ({ name, label, selector }) => {
    expect(label).toBe(name);
    const offered = await prometheus.labelValues(label, filledIn(selector, runs.chosen));
    // Also the one that has outputs and no weights.
    const layers = [...runs.layers, 'joined'];
    const expected = { job: [JOB], instance: [runs.instance], run: [WATCHED], layer: layers }[name];
    expect(expected).toBeDefined();
    expect(offered).toEqual(expect.arrayContaining([...(expected ?? ['a choice this test knows'])]));
  });

  test.each([
    { lack: 'a run that nobody started', expr: 'training_loss{run=~"$run"}', run: 'nobody' },
    { lack: 'a series that nobody exports', expr: 'training_mood{run=~"$run"}', run: WATCHED },
    { lack: 'nothing but NaN', expr: 'training_loss{run=~"$run"} * NaN', run: WATCHED },
  ])('would find no data in $lack', async ({ expr, run }) => {
    const asked = expr.replaceAll('$run', run);
    expect(await values(asked, false)).toEqual([]);
    expect(await values(asked, true)).toEqual([]);
  });

  /** Every number that a panel can draw: neither NaN nor infinite. */
  async function values(asked: string, instant: boolean): Promise<number[]> {
    const end = Date.now() / 1000;
    const all = instant
      ? (await prometheus.query(asked)).map(({ value }) => value)
      : (await prometheus.queryRange(asked, { start, end, step: 1 })).flatMap((series) =>
          series.values.map(([, value]) => value),
        );
    return all.filter(Number.isFinite);
  }
});
