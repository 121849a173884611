import { spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launch, open } from './page/browser.js';
import { parse } from './scrape.js';
import { startPrometheus } from './stack/prometheus.js';
import { until } from './stack/until.js';
import { requireTool } from './tools.js';

const SCRIPT = '<script>alert(1)</script>';
/** Would end its sample, and begin another one. */
const FORGED = '"}\n evil 1\n# TYPE evil counter\nevil{a="';
const NAMES = [SCRIPT, FORGED];

/** Names that a model brings, or a run is given, are words and nothing else wherever they are shown. */
describe('a layer that is called like code', () => {
  let vitals: Vitals;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 4, inputShape: [3], activation: 'relu' }),
        tf.layers.dense({ units: 1 }),
      ],
    });
    // TensorFlow.js looks at names only where layers are made.
    model.name = SCRIPT;
    for (const [index, layer] of model.layers.entries()) layer.name = NAMES[index] ?? '';
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    vitals = await watch(model, { run: FORGED, labels: NAMES, port: 0, linger: 0, every: 1 });
    // The last step is not finite, so that a symptom has a message.
    const [xs, ys] = [tf.ones([8, 3]), tf.ones([8, 1])];
    await model.fit(xs, ys, { epochs: 4, verbose: 0 });
    await model.fit(xs, ys.mul(Number.NaN), { epochs: 1, verbose: 0 });
    await vitals.flush();
  });
  afterAll(() => vitals?.close());

  const read = async (path: string) => {
    const response = await fetch(vitals.url + path);
    return { type: response.headers.get('content-type'), text: await response.text() };
  };

  test('is a label value of its own words, in a scrape that is read strictly', async () => {
    const { text } = await read('/metrics');
    const samples = parse(text);
    const layers = new Set(samples.flatMap(({ labels }) => labels.layer ?? []));
    expect([...layers].filter((name) => NAMES.includes(name)).sort()).toEqual([...NAMES].sort());
    expect(new Set(samples.flatMap(({ labels }) => labels.run ?? []))).toEqual(new Set([FORGED]));
    expect(samples.filter(({ name }) => name === 'evil')).toEqual([]);
    expect(text).not.toMatch(/^ ?evil/m);
    expect(text).not.toMatch(/^# TYPE evil/m);
  });

  test.runIf(requireTool('promtool'))('passes promtool', async () => {
    const { text: input } = await read('/metrics');
    const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test.runIf(requireTool('prometheus'))('comes back from a Prometheus, and nothing else does', async () => {
    const prometheus = await startPrometheus({ targets: [new URL(vitals.url).host] });
    onTestFinished(prometheus.stop);
    await prometheus.waitFor('the run', async () => (await prometheus.query('training_steps_total')).at(0));
    const found = await prometheus.labelValues('layer', 'training_layer_weight_norm');
    expect(found.sort()).toEqual([...NAMES].sort());
    expect(await prometheus.labelValues('run', 'training_steps_total')).toEqual([FORGED]);
    expect(await prometheus.query('evil')).toEqual([]);
  });

  test('is a text in the API, which says that it is JSON', async () => {
    for (const path of ['/api/runs', `/api/run?run=${encodeURIComponent(FORGED)}`]) {
      const { type, text } = await read(path);
      expect(type).toBe('application/json; charset=utf-8');
      const report = [JSON.parse(text)].flat()[0] as { run: string; symptoms: unknown[] };
      expect(report.run).toBe(FORGED);
      expect(report.symptoms.length).toBeGreaterThan(0);
    }
    // A name that is asked for is not told again.
    expect((await read(`/api/run?run=${encodeURIComponent(SCRIPT)}`)).text).not.toContain('<script>');
  });

  test('forges no event in the live stream', async () => {
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const response = await fetch(`${vitals.url}/api/live`, { signal: abort.signal });
    let text = '';
    for await (const part of response.body ?? []) {
      text += Buffer.from(part).toString();
      if (text.includes('\ndata: ') && text.endsWith('\n\n')) break;
    }
    const lines = text.split('\n').filter((line) => line !== '');
    expect(lines.filter((line) => !/^(retry|event|id|data): /.test(line))).toEqual([]);
    const data = lines.find((line) => line.startsWith('data: '))?.slice(6) ?? '';
    expect(JSON.parse(data)).toMatchObject({
      layers: expect.arrayContaining(NAMES),
      report: { run: FORGED },
    });
  });

  test.runIf(requireTool('chromium'))('is a text on the page', async () => {
    const browser = await launch();
    onTestFinished(() => browser.close());
    const { page, errors, foreign } = await open(browser, vitals.url);
    await page.locator('#layers-table tbody th', { hasText: SCRIPT }).waitFor();
    await until('its symptom', async () => (await page.locator('.symptom').count()) > 0);
    expect((await page.locator('h1').textContent())?.trim()).toBe(FORGED.trim());
    expect(await page.locator('body script').count()).toBe(0);
    expect([errors, foreign]).toEqual([[], []]);
  });
});
