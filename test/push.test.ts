import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { rules } from '../src/generate/alerts.js';
import { JOB } from '../src/series.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { type ShortRun, startShortRun } from './push/short-run.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { type Pushgateway, startPushgateway } from './stack/pushgateway.js';
import { rulesForTest } from './stack/rules.js';
import { freePort, scratchFolder } from './stack/server.js';
import { until } from './stack/until.js';
import { requireTool, runTool } from './tools.js';

const DOCUMENT = readFileSync(new URL('../docs/short-jobs.md', import.meta.url), 'utf8');
const documented = /```yaml\n([\s\S]*?)```/.exec(DOCUMENT)?.[1] ?? '';

/** Seconds that a run which ended well is left there: ten scrapes of this test's Prometheus. */
const LINGER = 10;

const isInstalled = requireTool('prometheus') && requireTool('prometheus-pushgateway');

/** Runs that are over before anybody scrapes them; nothing here is ever scraped but the Pushgateway. */
describe.runIf(isInstalled)('a short run', () => {
  let gateway: Pushgateway;
  let prometheus: Prometheus;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    gateway = await startPushgateway();
    const { scrape_configs } = parse(documented.replace('localhost:9091', new URL(gateway.url).host)) as {
      scrape_configs: object[];
    };
    const shortened = await rulesForTest({ text: rules(catalogue) }, { for: '1s' });
    prometheus = await startPrometheus({ rules: [shortened.file], scrapeConfigs: scrape_configs });
  });
  afterAll(async () => {
    await prometheus?.stop();
    await gateway?.stop();
  });

  function start({ options, ...more }: ShortRun) {
    const run = startShortRun({ ...more, options: { push: gateway.url, ...options } });
    onTestFinished(run.stop);
    return run;
  }

  /** Labels of a run's state in Prometheus, once it is known. */
  const arrived = (run: string, state: string) =>
    prometheus.waitFor(`run ${run} to be known as ${state}`, async () =>
      (await prometheus.query(`training_run_state{state="${state}"} == 1`)).find(
        ({ labels }) => labels.run === run,
      ),
    );
  /** Alerts so far, waiting or firing, that a run which says that it is over cannot have. */
  const wrongAlerts = (run: string) =>
    prometheus.query(`max_over_time(ALERTS{run="${run}",symptom=~"run-lost|run-stalled"}[10m])`);
  const groupsOf = async (run: string) => (await gateway.groups()).filter((group) => group.run === run);

  test('that finishes arrives with its values and its symptom, which alerts; then its group is gone', async () => {
    const { ended } = start({ isPoisoned: true, options: { run: 'short', linger: LINGER } });

    const { labels } = await arrived('short', 'finished');
    expect(labels).toMatchObject({ job: JOB, instance: expect.stringMatching(`^${hostname()}:\\d+$`) });
    expect(await prometheus.query('training_steps_total{run="short"}')).toMatchObject([{ value: 30 }]);
    const alert = await prometheus.waitForAlert('TrainingInputsNonfinite', { run: 'short' });
    expect(alert.labels).toMatchObject({ job: JOB, instance: labels.instance, severity: 'critical' });

    expect(await ended).toEqual({ code: 0, said: [] });
    expect(await groupsOf('short')).toEqual([]);
    await prometheus.waitFor('the series to end', async () => {
      const series = await prometheus.query('{run="short",__name__=~"training_.+"}');
      return series.length === 0;
    });
    expect(await wrongAlerts('short')).toEqual([]);
  });

  test('that fails keeps its group and its alert, until the next run of that name ends', async () => {
    const failed = start({ isPoisoned: true, state: 'failed', options: { run: 'again' } });
    expect(await failed.ended).toEqual({ code: 0, said: [] });

    expect(await groupsOf('again')).toEqual([expect.objectContaining({ job: JOB, run: 'again' })]);
    await arrived('again', 'failed');
    await prometheus.waitForAlert('TrainingInputsNonfinite', { run: 'again' });
    expect(await wrongAlerts('again')).toEqual([]);

    const next = start({ options: { run: 'again', linger: LINGER } });
    await arrived('again', 'finished');
    expect(await next.ended).toEqual({ code: 0, said: [] });
    expect(await groupsOf('again')).toEqual([]);
  });

  test('shares its group with no other run and no other rank', async () => {
    const options = [
      { run: 'one' },
      { run: 'two' },
      { run: 'many', rank: 0, worldSize: 2 },
      { run: 'many', rank: 1, worldSize: 2 },
    ];
    const runs = options.map((one) => start({ state: 'failed', options: one }));
    for (const { ended } of runs) expect(await ended).toEqual({ code: 0, said: [] });

    const own = ['one', 'two', 'many'];
    const groups = (await gateway.groups()).filter(({ run = '' }) => own.includes(run));
    expect(groups.map(({ run, rank = '' }) => run + rank).sort()).toEqual(['many0', 'many1', 'one', 'two']);
    await prometheus.waitFor('30 steps of each', async () => {
      const steps = await prometheus.query('training_steps_total{run=~"one|two|many"} == 30');
      return steps.length === options.length;
    });
  });

  /** A run of one step in this very process. */
  async function shortest(options: ShortRun['options']): Promise<Vitals> {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const vitals = await watch(model, { port: 0, push: gateway.url, ...options });
    await model.trainOnBatch(tf.ones([4, 2]), tf.ones([4, 1]));
    return vitals;
  }

  test.each([
    ['slashes', 'team/vision/../42'],
    ['dots', '..'],
    ['an escaped slash', 'a%2Fb'],
    ['quotes, braces, a backslash', '"a",b="c\\"} 1'],
    ['two lines', 'a\nb 1'],
    ['what is a slash and a plus in base64', '???>>>'],
    ['Unicode', '訓練 🚂 Übung'],
    ['the name of another encoding', 'run@base64'],
    ['300 characters', '長'.repeat(300)],
  ])('may have %s in its name', async (_what, run) => {
    const vitals = await shortest({ run });
    await vitals.close({ state: 'failed' });
    expect(await groupsOf(run)).toHaveLength(1);
    await arrived(run, 'failed');
  });

  test('that failed leaves what goes as soon as the next of its name begins', async () => {
    await (await shortest({ run: 'begins-again' })).close({ state: 'failed' });
    expect(await groupsOf('begins-again')).toHaveLength(1);
    const vitals = await shortest({ run: 'begins-again' });
    await until('the group to be gone', async () => (await groupsOf('begins-again')).length === 0);
    await vitals.close({ state: 'failed' });
  });

  test('whose last values were scraped is not pushed, and what a run of its name has left goes', async () => {
    await (await shortest({ run: 'scraped' })).close({ state: 'failed' });
    expect(await groupsOf('scraped')).toHaveLength(1);

    const vitals = await shortest({ run: 'scraped' });
    const scrape = async () => (await fetch(`${vitals.url}/metrics`)).text();
    await scrape();
    let isClosed = false;
    const closed = vitals.close().finally(() => {
      isClosed = true;
    });
    // Prometheus goes on scraping; its next scrape is what close() waits for.
    await until('the run to be closed', async () => {
      if (!isClosed) await scrape();
      return isClosed;
    });
    await closed;
    expect(await groupsOf('scraped')).toEqual([]);
  });

  test('reaches a Pushgateway under a path and behind a password, which is in no message', async () => {
    const folder = await scratchFolder('pushgateway');
    const webConfig = join(folder, 'web.yml');
    // "open sesame"
    const hash = '$2b$04$cpdCXy/xvcNTQec0whZOwe5IB9GX0zhGFyQExp33n3EVq84SvWzCy';
    await writeFile(webConfig, `basic_auth_users:\n  team: ${hash}\n`);
    const authorization = `Basic ${Buffer.from('team:open sesame').toString('base64')}`;
    const locked = await startPushgateway({ webConfig, prefix: '/push', headers: { authorization } });
    onTestFinished(locked.stop);
    const withPassword = (password: string) => locked.url.replace('//', `//team:${password}@`);

    await (await shortest({ run: 'locked', push: withPassword('open%20sesame') })).close({ state: 'failed' });
    expect(await locked.groups()).toMatchObject([{ run: 'locked' }]);

    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    await (await shortest({ run: 'refused', push: withPassword('guessed') })).close();
    expect(warned.mock.calls).toHaveLength(1);
    const [[line]] = warned.mock.calls as [[string]];
    expect(line).toContain('401');
    expect(line).not.toMatch(/guessed|team/);
  });

  test.each([
    {
      what: 'is away',
      found: 'ECONNREFUSED',
      place: async () => `http://127.0.0.1:${await freePort()}`,
    },
    {
      what: 'answers with an error',
      found: '404',
      place: async () => `${gateway.url}/nothing/here`,
    },
    {
      what: 'never answers',
      found: 'no answer within 10 s',
      place: async () => {
        const silent = createServer();
        await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
        onTestFinished(() => void silent.close());
        const address = silent.address();
        if (typeof address !== 'object' || !address) throw new Error('no port was given');
        return `http://127.0.0.1:${address.port}`;
      },
    },
  ])('ends well and says one line where the Pushgateway $what', async ({ found, place }) => {
    const { code, said } = await start({ options: { run: 'alone', push: await place() } }).ended;
    expect(code).toBe(0);
    expect(said).toEqual([
      expect.stringMatching(
        /^trainvitals: push: putting the last values of run "alone" into the Pushgateway http:\/\/\S+: expected it to be done, found .+; check that option "push" names one$/,
      ),
    ]);
    expect(said[0]).toContain(found);
  });

  test('tells its listeners that the push failed', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const vitals = await shortest({ run: 'told', push: `http://127.0.0.1:${await freePort()}` });
    const told: (string | undefined)[] = [];
    vitals.on('run', ({ error }) => told.push(error));
    await vitals.close();
    expect(told.at(-1)).toMatch(/^push: putting .*ECONNREFUSED/);
  });
});

test.runIf(requireTool('promtool'))('the documented scrape configuration is one', async () => {
  const file = join(await scratchFolder('documented'), 'prometheus.yml');
  await writeFile(file, documented);
  expect(documented).toContain('honor_labels: true');
  expect(runTool('promtool', ['check', 'config', '--lint=all', '--lint-fatal', file])).toMatchObject({
    status: 0,
  });
});
