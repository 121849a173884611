import { readdirSync, readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../src/generate/alerts.js';
import { JOB } from '../src/generate/services.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { startTrainee, type Trainee } from './chain/trainee.js';
import { everyKind } from './runs/every-kind.js';
import { startGpuExporter } from './stack/gpu-exporter.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { requireTool } from './tools.js';

interface Query {
  readonly expr: string;
  /** Asked for now alone, not over the time shown. */
  readonly instant?: boolean;
}
interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets?: readonly Query[] }[];
  readonly annotations: { readonly list: readonly (Query & { readonly name: string })[] };
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}

const folder = new URL('../dashboards/', import.meta.url);
const dashboards = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    file,
    board: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Dashboard,
  }));

/** A run that has taken just as many steps as a condition must hold for before it is raised, less a few. */
async function waitingRun(): Promise<Vitals> {
  const { model, train } = everyKind(tf);
  const vitals = await watch(model, { run: WAITING, port: 0, linger: 0 });
  const [xs, ys] = [train.xs.slice(0, 32), train.ys.slice(0, 32)];
  for (let step = 0; step < 200; step++) {
    await model.trainOnBatch(xs, ys);
    await vitals.flush();
    const metrics = await (await fetch(`${vitals.url}/metrics`)).text();
    if (/^training_symptom_pending\{.*symptom="dead-relu"/m.test(metrics)) return vitals;
  }
  throw new Error('expected dead-relu to wait for its hold within 200 steps, and it did not');
}

/** A run on two ranks that have taken the same steps. */
const runOnRanks = (): Promise<Vitals[]> =>
  Promise.all(
    [0, 1].map(async (rank) => {
      const { model, train } = everyKind(tf);
      const vitals = await watch(model, { run: RANKS, rank, worldSize: 2, port: 0, linger: 0 });
      for (let step = 0; step < 4; step++)
        await model.trainOnBatch(train.xs.slice(0, 32), train.ys.slice(0, 32));
      await vitals.flush();
      return vitals;
    }),
  );

/** Measured only after a minute of training, or two seconds of the agent's own time: longer than this test. */
const takesLonger = ['training_throughput_ratio', 'training_agent_budget_ratio'];

const queries = dashboards
  .flatMap(({ file, board }) => [
    ...board.panels.flatMap(({ title, targets = [] }) =>
      targets.map((query) => ({ place: `${file}, ${title}`, ...query })),
    ),
    ...board.annotations.list.map((query) => ({ place: `${file}, annotation ${query.name}`, ...query })),
  ])
  .filter(({ expr }) => !takesLonger.some((name) => expr.startsWith(name)));
const choices = dashboards.flatMap(({ file, board }) =>
  board.templating.list
    .filter(({ query }) => query.startsWith('label_values('))
    .map(({ name, query }) => ({ file, name, query })),
);

const WATCHED = 'every-kind';
const VANISHED = 'vanished';
const WAITING = 'waiting';
const RANKS = 'ranks';

/**
 * What the dashboards show of real runs: one is in the middle of a fit, which waits for the questions to be answered,
 * another stands at a step at which a symptom is about to be raised, the process of the third is gone, a fourth has two
 * ranks.
 */
describe.runIf(requireTool('prometheus'))('on a Prometheus that real runs have filled', () => {
  let prometheus: Prometheus;
  let vitals: Vitals;
  let waiting: Vitals;
  let ranks: readonly Vitals[] = [];
  let gpus: Awaited<ReturnType<typeof startGpuExporter>>;
  let trainee: Trainee;
  let layers: readonly string[];
  let chosen: Readonly<Record<string, string>>;
  let start: number;
  let endOfFit: Promise<unknown>;
  let release = () => {};

  beforeAll(async () => {
    const { file } = await rulesForTest({ text: rules(catalogue) }, { for: '0s' });
    prometheus = await startPrometheus({ rules: [file] });
    start = Date.now() / 1000;
    await tf.setBackend('cpu');
    const { model, train, test: unseen, layers: names } = everyKind(tf);
    layers = names;
    vitals = await watch(model, { run: WATCHED, port: 0, linger: 0 });
    const { host } = new URL(vitals.url);
    trainee = await startTrainee(VANISHED);
    waiting = await waitingRun();
    gpus = await startGpuExporter('localhost');
    ranks = await runOnRanks();
    const hosts = [waiting, ...ranks].map(({ url }) => new URL(url).host);
    await prometheus.scrape([host, ...hosts, trainee.address, gpus.address]);
    await isScraped(VANISHED);
    trainee.kill();
    await trainee.exit();

    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await new Promise<void>((reached, failed) => {
      endOfFit = model.fit(train.xs, train.ys, {
        epochs: 12,
        verbose: 0,
        validationData: [unseen.xs, unseen.ys],
        callbacks: {
          onEpochEnd: async (epoch) => {
            if (epoch === 0) await isScraped(WATCHED);
            if (epoch < 10) return;
            reached();
            await released;
          },
        },
      });
      endOfFit.catch(failed);
    });

    const either = (...values: string[]) => `(${values.join('|')})`;
    chosen = {
      job: JOB,
      instance: either(host, ...hosts, trainee.address).replaceAll('.', '\\\\.'),
      run: either(WATCHED, WAITING, VANISHED, RANKS),
      layer: '.+',
      __rate_interval: '4s',
      __range: '2m',
      compare: 'optimizer',
    };
  });
  afterAll(async () => {
    release();
    await endOfFit;
    await vitals?.close();
    for (const one of [waiting, ...ranks]) await one?.close();
    await gpus?.stop();
    await trainee?.stop();
    await prometheus?.stop();
  });

  test('there is something to ask', () => {
    expect(queries.length).toBeGreaterThan(150);
    expect(choices.length).toBeGreaterThan(5);
  });

  test.each(queries)('$place: $expr', async ({ expr, instant = false }) => {
    const asked = filledIn(expr);
    const found = async () => (await values(asked, instant)).length > 0;
    await prometheus.waitFor(asked, found, 20_000);
  });

  test.each(choices)('$file, choice of $name: $query', async ({ name, query }) => {
    const [, selector = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
    expect(label).toBe(name);
    const offered = await labelValues(label, filledIn(selector));
    const expected = { job: [JOB], instance: [new URL(vitals.url).host], run: [WATCHED], layer: layers }[
      name
    ];
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

  const isScraped = (run: string) =>
    prometheus.waitFor(`steps of ${run}`, async () =>
      (await prometheus.query(`training_steps_total{run="${run}"} > 0`)).at(0),
    );

  /** The query as Grafana sends it; a variable that this test does not know is an error. */
  function filledIn(expr: string): string {
    // `$1` is a group of a regular expression, which Grafana leaves alone.
    return expr.replaceAll(/\$\{?([a-z_]\w*)\}?/g, (written, name: string) => {
      const value = chosen[name];
      if (value === undefined) throw new Error(`${expr}: expected variables of Grafana, found ${written}`);
      return value;
    });
  }

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

  /** What Grafana asks for `label_values`: https://prometheus.io/docs/prometheus/latest/querying/api/ */
  async function labelValues(label: string, selector: string): Promise<string[]> {
    const parameters = new URLSearchParams({ 'match[]': selector });
    const response = await fetch(`${prometheus.url}/api/v1/label/${label}/values?${parameters}`);
    const answer = (await response.json()) as { data?: string[]; error?: string };
    if (!answer.data) throw new Error(`asking for ${label} of ${selector}: ${answer.error}`);
    return answer.data;
  }
});
