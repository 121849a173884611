import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type SymptomEvent, type Vitals, type WatchOptions, watch } from 'trainvitals';
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { remember } from '../dist/preflight/known.js';
import { play } from '../src/cli/replay/play.js';
import { launch, open } from './page/browser.js';
import { preflightReport } from './preflight-report.js';
import { sampleOf, scrape } from './scrape.js';
import { scratchFolder } from './stack/server.js';
import { requireTool } from './tools.js';

let vitals: Vitals | undefined;
beforeAll(() => tf.setBackend('cpu'));
afterEach(() => vitals?.close());

const failed = preflightReport({
  wiring: { verdict: 'fail', severity: 'critical' },
  'learning-rate-search': { verdict: 'fail', severity: 'warning' },
  names: { verdict: 'fail', severity: 'info' },
  'gradient-check': { verdict: 'skipped', severity: 'warning' },
});
const passed = preflightReport();
const raised = ['learning-rate-search', 'wiring'];

function compiled() {
  const model = tf.sequential({ layers: [tf.layers.dense({ name: 'out', units: 1, inputShape: [4] })] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return model;
}

async function watched(target: object, options: WatchOptions = {}): Promise<Vitals> {
  vitals = await watch(target, { run: 'digits', port: 0, linger: 0, ...options });
  return vitals;
}

const train = (model: tf.LayersModel) =>
  model.fit(tf.ones([8, 4]), tf.ones([8, 1]), { epochs: 2, verbose: 0 });

/** The failed checks that the run is said to have been started with. */
async function checksOf(vitals: Vitals): Promise<(string | undefined)[]> {
  await vitals.flush();
  return vitals
    .symptoms()
    .filter(({ symptom }) => symptom === 'preflight-failed')
    .map(({ check }) => check)
    .sort();
}

describe('a run whose preflight failed', () => {
  test('says so before its first step, in /metrics and in the process', async () => {
    const heard: SymptomEvent[] = [];
    const vitals = await watched(compiled(), { preflight: JSON.parse(JSON.stringify(failed)) });
    vitals.on('symptom', (event) => heard.push(event));
    expect(await checksOf(vitals)).toEqual(raised);
    const [event] = heard.filter(({ check }) => check === 'wiring');
    expect(event).toMatchObject({ symptom: 'preflight-failed', severity: 'warning', step: 0 });
    expect(event?.message).toBe('Run digits was started although its preflight check wiring failed.');
    const samples = await scrape(vitals.url);
    const told = samples.filter(({ name }) => name === 'training_preflight_check');
    expect(Object.fromEntries(told.map(({ labels, value }) => [labels.check, value]))).toEqual({
      names: 1,
      wiring: 1,
      inputs: 0,
      labels: 0,
      initialization: 0,
      regularization: 0,
      'overfit-small-batch': 0,
      'learning-rate-search': 1,
    });
    expect(sampleOf(samples, 'training_symptom_active', { symptom: 'preflight-failed' })).toBe(1);
  });

  test('is recorded with its run, and decided again from there', async () => {
    const record = join(await scratchFolder('preflight'), 'run.rec');
    const heard: SymptomEvent[] = [];
    const model = compiled();
    const vitals = await watched(model, { preflight: failed, record });
    vitals.on('symptom', (event) => heard.push(event));
    await train(model);
    await vitals.close();
    const { events, run } = play(record);
    expect(events.map(({ event }) => event)).toEqual(heard);
    expect(heard.map(({ check }) => check).sort()).toEqual(raised);
    expect([...run.vitals.store.all('preflightCheck')]).toHaveLength(8);
  });

  test.runIf(requireTool('chromium'))('is shown by its page with the names of the checks', async () => {
    const { url } = await watched(compiled(), { preflight: failed });
    const browser = await launch();
    onTestFinished(() => browser.close());
    const { page, errors } = await open(browser, url);
    for (const check of raised) {
      await page.getByRole('heading', { name: `preflight-failed in ${check}` }).waitFor();
      await page.getByText(`although its preflight check ${check} failed.`).waitFor();
    }
    expect(errors).toEqual([]);
  });
});

describe('a run is told of a preflight in its process', () => {
  test('on the model that it trains', async () => {
    const model = compiled();
    remember(model, failed);
    expect(await checksOf(await watched(model))).toEqual(raised);
  });

  test('on the model inside a sequential one', async () => {
    const model = compiled();
    const inner: unknown = Reflect.get(model, 'model');
    if (typeof inner !== 'object' || inner === null) throw new Error('expected a model inside, found none');
    remember(inner, failed);
    expect(await checksOf(await watched(model))).toEqual(raised);
  });

  test('on the models of a hand-written loop, each', async () => {
    const [a, b] = [compiled(), compiled()];
    remember(a, preflightReport({ labels: { verdict: 'fail', severity: 'warning' } }));
    remember(b, failed);
    expect(await checksOf(await watched(tf.train.sgd(0.1), { model: [a, b] }))).toEqual([
      'labels',
      ...raised,
    ]);
  });

  test('before a report that the environment names, which is that of an earlier gate', async () => {
    const file = join(await scratchFolder('preflight'), 'report.json');
    await writeFile(file, JSON.stringify(failed));
    vi.stubEnv('TRAINVITALS_PREFLIGHT', file);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const model = compiled();
    expect(await checksOf(await watched(model))).toEqual(raised);
    await vitals?.close();
    remember(model, passed);
    expect(await checksOf(await watched(model))).toEqual([]);
  });

  test('unless a later one, or a report that is given, says otherwise', async () => {
    const model = compiled();
    remember(model, failed);
    expect(await checksOf(await watched(model, { preflight: passed }))).toEqual([]);
    await vitals?.close();
    remember(model, passed);
    expect(await checksOf(await watched(model))).toEqual([]);
  });
});

test.each([
  { what: 'whose checks passed', options: { preflight: passed }, series: 9 },
  { what: 'of which no preflight is known', options: {}, series: 0 },
  {
    what: 'that switches the symptom off',
    options: { preflight: failed, symptoms: { 'preflight-failed': false } },
    series: 8,
  },
])('a run $what is quiet', async ({ options, series }) => {
  const model = compiled();
  const vitals = await watched(model, options);
  await train(model);
  expect(await checksOf(vitals)).toEqual([]);
  const samples = await scrape(vitals.url);
  expect(samples.filter(({ name }) => name === 'training_preflight_check')).toHaveLength(series);
});
