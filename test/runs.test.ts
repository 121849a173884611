import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import type { SymptomEvent } from 'trainvitals';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadDigits } from '../src/demo/digits.js';
import { faults } from '../src/demo/faults.js';
import type { Digits } from '../src/demo/run.js';
import { registerWasmKernels } from '../src/demo/wasm-kernels.js';
import { rules } from '../src/generate/alerts.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { alertName, type Symptom } from '../src/symptoms/symptom.js';
import { healthyRuns } from './runs/healthy.js';
import { type Played, play, trainFor } from './runs/play.js';
import { scrape, sampleOf as valueIn } from './scrape.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { freePort } from './stack/server.js';
import { requireTool } from './tools.js';
import { Random } from './zoo/random.js';

/** Milliseconds that Prometheus may need for the rules of thirty runs, many times over, on a machine that is busy. */
const BUSY = 600_000;

/** Real training runs, all served by this process and scraped by one Prometheus with the generated rules. */
describe.runIf(requireTool('prometheus'))('in the process and in Prometheus', () => {
  let digits: Digits;
  let prometheus: Prometheus;
  let port: number;
  const played: Played[] = [];

  beforeAll(async () => {
    port = await freePort();
    // As generated, but an alert fires as soon as its condition holds: stricter for the healthy runs. Only what tells
    // that a run is gone waits as long as a busy machine may miss scrapes.
    const decidedBy = (who: Symptom['decidedBy']) => catalogue.filter((symptom) => symptom.decidedBy === who);
    const onValues = await rulesForTest({ text: rules(decidedBy('both')) }, { for: '0s' });
    const onAbsence = await rulesForTest({ text: rules(decidedBy('prometheus')) }, { for: '15s' });
    prometheus = await startPrometheus({
      targets: [`127.0.0.1:${port}`],
      rules: [onValues.file, onAbsence.file],
      scrapeInterval: '500ms',
      evaluationInterval: '500ms',
    });
    await tf.setBackend('wasm');
    registerWasmKernels(tf);
    digits = await loadDigits(tf);
  });
  afterAll(async () => {
    for (const { vitals } of played) await vitals.close();
    await prometheus?.stop();
  });

  // Initial weights without a seed, shuffling and dropout draw from it.
  beforeEach(() => {
    const random = new Random(1);
    vi.spyOn(Math, 'random').mockImplementation(() => random.uniform());
  });
  afterEach(() => vi.restoreAllMocks());

  test.each(faults)('$symptom is raised within $within steps, where it is, and fires its alert', async ({
    symptom,
    layer,
    within,
    build,
  }) => {
    const run = `fault-${symptom}`;
    await tf.setBackend('wasm');
    const training = build(tf, digits);
    const one = await play(training.model, { run, port }, async () => {
      await isScraped(run);
      await trainFor(training, within);
    });
    played.push(one);

    const found = one.raised.filter((event) => event.symptom === symptom);
    expect(new Set(found.map((event) => event.layer)), described(one.raised)).toEqual(new Set([layer]));
    for (const { step } of found) expect(step).toBeLessThanOrEqual(within);

    const alert = `ALERTS{alertstate="firing",alertname="${alertName(symptom)}",run="${run}"}`;
    const ask = async () => {
      const samples = await prometheus.query(alert);
      return samples.length > 0 && samples;
    };
    const firing = await prometheus.waitFor(alert, ask, 20_000);
    expect(new Set(firing.map(({ labels }) => labels.layer))).toEqual(new Set([layer]));
  });

  test.each(healthyRuns)('$name raises nothing and fires nothing', { timeout: BUSY }, async ({
    name,
    backend,
    build,
  }) => {
    let looks = 0;
    await tf.setBackend(backend);
    const { target, variables, train } = build(tf, digits, async () => {
      looks++;
      await isJudged(name);
    });
    const one = await play(target, { run: name, port, ...(variables && { variables }) }, async (vitals) => {
      await isScraped(name);
      await train(vitals);
    });
    played.push(one);
    await isJudged(name);

    expect(described(one.raised.filter(({ severity }) => severity !== 'info'))).toBe('');
    const fired = `count_over_time(ALERTS{alertstate="firing",severity!="info",run="${name}"}[1h])`;
    expect(await prometheus.query(fired)).toEqual([]);

    // That nothing was found says something only if the run did learn, and Prometheus looked while it did.
    expect(looks).toBeGreaterThanOrEqual(4);
    const [changes] = await prometheus.query(`changes(training_steps_total{run="${name}"}[1h])`);
    expect(changes?.value).toBeGreaterThanOrEqual(looks);
    const [improvement] = await prometheus.query(`training_loss_improvement_ratio{run="${name}"}`);
    expect(improvement?.value).toBeGreaterThan(0.5);
  });

  /** A counter's growth is seen from a scrape before it. */
  const isScraped = (run: string) =>
    prometheus.waitFor(`a scrape of ${run}`, async () =>
      (await prometheus.query(`training_run_info{run="${run}"}`)).at(0),
    );

  /** Prometheus has scraped the steps so far, and evaluated every rule since. */
  async function isJudged(run: string): Promise<void> {
    const taken = valueIn(await scrape(`http://127.0.0.1:${port}`), 'training_steps_total', { run }) ?? 0;
    expect(taken).toBeGreaterThan(0);
    const isTaken = async () =>
      (await prometheus.query(`training_steps_total{run="${run}"} >= ${taken}`)).at(0);
    await prometheus.waitFor(`step ${taken} of ${run}`, isTaken, BUSY);
    const now = Date.now();
    await prometheus.waitFor(
      'every rule',
      async () => {
        const groups = await ruleGroups(prometheus);
        return groups.length > 0 && groups.every(({ lastEvaluation }) => Date.parse(lastEvaluation) > now);
      },
      BUSY,
    );
  }
});

/** https://prometheus.io/docs/prometheus/latest/querying/api/#rules */
async function ruleGroups({ url }: Prometheus): Promise<{ lastEvaluation: string }[]> {
  const answer = (await (await fetch(`${url}/api/v1/rules`)).json()) as {
    data: { groups: { lastEvaluation: string }[] };
  };
  return answer.data.groups;
}

const described = (events: readonly SymptomEvent[]) =>
  events.map(({ symptom, layer, step }) => `${symptom} ${layer ?? ''} at step ${step}`).join(', ');
