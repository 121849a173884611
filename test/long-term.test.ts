import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rules } from '../src/generate/alerts.js';
import { series } from '../src/series.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { choices, filledIn, queries } from './dashboard-queries.js';
import { type DashboardRuns, startDashboardRuns, WATCHED } from './runs/dashboard-runs.js';
import { type Asked, answerOf, differences, withoutName } from './stack/answers.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { scratchFolder } from './stack/server.js';
import { startVictoriaMetrics, type VictoriaMetrics } from './stack/victoria-metrics.js';
import { requireTool, runTool } from './tools.js';

const DOCUMENT = readFileSync(new URL('../docs/long-term.md', import.meta.url), 'utf8');
const snippets = [...DOCUMENT.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);

interface RuleFile {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert?: string; readonly record?: string; readonly expr: string }[];
  }[];
}
const decided = (parse(rules(catalogue)) as RuleFile).groups.flatMap(({ rules }) =>
  rules.map(({ alert, record, expr }) => ({ name: alert ?? record ?? '', expr })),
);
const layered = Object.values(series).filter(
  ({ name, labels }: { name: string; labels?: readonly string[] }) =>
    labels?.includes('layer') && !name.startsWith('training_symptom_'),
);

/** In both stores a counter grows, by how much differs: docs/long-term.md. */
const isRate = (expr: string) => /\b(rate|increase)\(/.test(expr);

/** Seconds between the points of a range: several scrapes of a second, as Grafana asks. */
const STEP = 5;

const isInstalled = requireTool('prometheus') && requireTool('victoria-metrics');

/** Real runs, scraped by a Prometheus that writes all to one VictoriaMetrics, and what is worth keeping to another. */
describe.runIf(isInstalled)('a VictoriaMetrics that a Prometheus writes to', () => {
  let prometheus: Prometheus;
  let whole: VictoriaMetrics;
  let kept: VictoriaMetrics;
  let runs: DashboardRuns;
  let start: number;
  /** When everything is compared: what was scraped by then has arrived. */
  let time: number;

  beforeAll(async () => {
    whole = await startVictoriaMetrics();
    kept = await startVictoriaMetrics();
    const { file } = await rulesForTest({ text: rules(catalogue) }, { for: '0s' });
    const remoteWrite = [whole, kept].flatMap(({ url }, index) => written(snippets[index] ?? '', url));
    prometheus = await startPrometheus({ rules: [file], remoteWrite });
    start = Math.floor(Date.now() / 1000);
    runs = await startDashboardRuns(prometheus);
    await prometheus.waitFor('twenty scrapes', async () =>
      (await prometheus.query(`count_over_time(training_run_info{run="${WATCHED}"}[2m]) > 20`)).at(0),
    );
    time = Math.floor(Date.now() / 1000);
    await prometheus.waitFor('all of them to be written', async () => {
      const text = await (await fetch(`${prometheus.url}/metrics`)).text();
      const sent = [...text.matchAll(/^prometheus_remote_storage_queue_highest_sent_\S+ (\S+)$/gm)];
      // A scrape or an evaluation may take a second, and is of the time at which it began.
      return sent.length === 2 && sent.every(([, seconds]) => Number(seconds) > time + 3);
    });
    await whole.settle();
    await kept.settle();
  });
  afterAll(async () => {
    await runs?.stop();
    await prometheus?.stop();
    await whole?.stop();
    await kept?.stop();
  });

  const asked = (expr: string, instant: boolean): Asked => ({
    expr: filledIn(expr, runs.chosen),
    ...(instant ? { time } : { range: { start, end: time, step: STEP } }),
  });

  /** The answers of Prometheus and of a store to one question. */
  const both = async (store: VictoriaMetrics, question: Asked) =>
    [await answerOf(prometheus, question), await answerOf(store, question)] as const;

  const exact = queries.filter(({ expr }) => !isRate(expr));

  test.each(exact)('answers as Prometheus does: $place: $expr', async ({ expr, instant = false }) => {
    expect(differences(...(await both(whole, asked(expr, instant))))).toEqual([]);
  });

  test('and there is something to compare', async () => {
    let answered = 0;
    for (const { expr, instant = false } of exact) {
      if ((await answerOf(whole, asked(expr, instant))).size > 0) answered++;
    }
    expect(answered / exact.length).toBeGreaterThan(0.9);
  });

  test.each([
    ...queries.filter(({ expr }) => isRate(expr)),
    ...decided
      .filter(({ expr }) => isRate(expr))
      .map(({ name, expr }) => ({ place: name, expr, instant: true })),
  ])('sees a counter grow where Prometheus does: $place: $expr', async ({ expr, instant = false }) => {
    const [theirs, ours] = (await both(whole, asked(expr, instant))).map(withoutName);
    for (const [labels, values] of theirs ?? []) {
      const own = ours?.get(labels);
      for (const [at, value] of values) {
        expect(own?.has(at), `${labels} at ${at}`).toBe(true);
        if (value > 0) expect(own?.get(at), `${labels} at ${at}`).toBeGreaterThan(0);
      }
    }
  });

  test.each(decided.filter(({ expr }) => !isRate(expr)))('decides as Prometheus does: $name', async ({
    expr,
  }) => {
    const [theirs, ours] = await both(whole, { expr, time });
    expect(differences(withoutName(theirs), withoutName(ours))).toEqual([]);
  });

  test.each([
    'ALERTS',
    'ALERTS_FOR_STATE',
    '{__name__=~"run:training_.+"}',
  ])('has what Prometheus decided: %s', async (expr) => {
    const [theirs, ours] = await both(whole, { expr, time });
    expect(theirs.size).toBeGreaterThan(0);
    expect(differences(theirs, ours)).toEqual([]);
  });

  test.each(choices)('offers the choices that Prometheus does: $file, $name', async ({ label, selector }) => {
    const filled = filledIn(selector, runs.chosen);
    const offered = await prometheus.labelValues(label, filled);
    expect(offered.length).toBeGreaterThan(0);
    expect(await whole.labelValues(label, filled)).toEqual(offered);
  });

  test('keeps no NaN', async () => {
    const expr = 'run:training_step_duration_seconds:p95_5m{run="waiting"}';
    expect(await prometheus.query(expr, time)).toMatchObject([{ value: Number.NaN }]);
    expect(await whole.query(expr, time)).toEqual([]);
  });

  test.each([
    {
      what: 'keeps the name through a function over time',
      expr: `max_over_time(training_loss_best{run="${WATCHED}"}[1m])`,
      theirs: undefined,
      ours: 'training_loss_best',
    },
    {
      what: 'names a result of "or" after its left side, which is empty',
      expr: `training_loss_best{run="${WATCHED}"} > 1e300 or training_loss_smoothed{run="${WATCHED}"}`,
      theirs: 'training_loss_smoothed',
      ours: 'training_loss_best',
    },
  ])('$what', async ({ expr, theirs, ours }) => {
    const names = async (store: Prometheus | VictoriaMetrics) =>
      (await store.query(expr, time)).map(({ labels }) => labels.__name__);
    expect(await names(prometheus)).toEqual([theirs]);
    expect(await names(whole)).toEqual([ours]);
  });

  describe('where only what is worth keeping is written', () => {
    const fleet = exact.filter(({ place }) => /^(fleet|symptoms)\.json/.test(place));

    test.each(fleet)('answers as Prometheus does: $place: $expr', async ({ expr, instant = false }) => {
      expect(differences(...(await both(kept, asked(expr, instant))))).toEqual([]);
    });

    test('no series of layers is there, but symptoms and alerts that name one', async () => {
      const names = async (store: VictoriaMetrics, selector: string) =>
        (await store.query(`count by (__name__) (${selector})`, time)).map(({ labels }) => labels.__name__);
      const own = new Set<string | undefined>(layered.map(({ name }) => name));
      expect((await names(whole, '{layer!=""}')).filter((name) => own.has(name)).length).toBeGreaterThan(15);
      expect((await names(kept, '{layer!=""}')).filter((name) => own.has(name))).toEqual([]);
      expect(await names(kept, '{layer!=""}')).toEqual(
        expect.arrayContaining(['ALERTS', 'training_symptom_active', 'training_symptom_raised_total']),
      );
    });
  });
});

test.runIf(requireTool('promtool'))('the documented configurations are some', async () => {
  expect(snippets).toHaveLength(2);
  const folder = await scratchFolder('documented');
  for (const [index, text] of snippets.entries()) {
    const file = join(folder, `${index}.yml`);
    await writeFile(file, text);
    expect(runTool('promtool', ['check', 'config', '--lint=all', '--lint-fatal', file])).toMatchObject({
      status: 0,
    });
  }
});

/** A documented `remote_write` with the store's address, and a queue that keeps the order of samples. */
function written(snippet: string, url: string): object[] {
  const { remote_write } = parse(snippet.replace('http://localhost:8428', url)) as { remote_write: object[] };
  return remote_write.map((each) => ({
    ...each,
    queue_config: { max_shards: 1, batch_send_deadline: '1s' },
  }));
}
