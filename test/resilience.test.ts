import * as tf from '@tensorflow/tfjs';
import { watch } from 'trainvitals';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { rules } from '../src/generate/alerts.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { startTrainee } from './chain/trainee.js';
import { filledIn, queries } from './dashboard-queries.js';
import { type Prometheus, startPrometheus } from './stack/prometheus.js';
import { rulesForTest } from './stack/rules.js';
import { until } from './stack/until.js';
import { requireTool } from './tools.js';

/** What happens around a run and must not be taken for a symptom of it. */
describe.runIf(requireTool('prometheus'))('a run', () => {
  let file: string;
  beforeAll(async () => {
    // Longer than two scrapes: what is gone while Prometheus starts is not lost.
    ({ file } = await rulesForTest({ text: rules(catalogue) }, { for: '5s' }));
  });

  const started = async (setup: { data?: string } = {}): Promise<Prometheus> => {
    const prometheus = await startPrometheus({ rules: [file], ...setup });
    onTestFinished(prometheus.stop);
    return prometheus;
  };
  const stepsOf = async (prometheus: Prometheus, run: string, more: number): Promise<number> => {
    const found = await prometheus.waitFor(`more than ${more} steps of ${run}`, async () =>
      (await prometheus.query(`training_steps_total{run="${run}"} > ${more}`)).at(0),
    );
    return found.value;
  };
  const fired = async (prometheus: Prometheus, run: string) =>
    (await prometheus.query(`last_over_time(ALERTS{alertstate="firing",run="${run}"}[1h])`)).map(
      ({ labels }) => labels.symptom,
    );

  test('goes on while Prometheus is away, and is the same run when it is back', async () => {
    const run = 'goes-on';
    const trainee = await startTrainee(run);
    onTestFinished(trainee.stop);
    const before = await started();
    await before.scrape([trainee.address]);
    const seen = await stepsOf(before, run, 0);
    await before.stop();

    // Away for as long as it takes to train on by a multiple of what was seen.
    const steps = async () => {
      const metrics = await (await fetch(`http://${trainee.address}/metrics`)).text();
      return Number(/^training_steps_total\{.*\} (\d+)/m.exec(metrics)?.[1]);
    };
    await until('the run to go on', async () => (await steps()) > 5 * seen + 200);

    const after = await started({ data: before.data });
    await after.scrape([trainee.address]);
    expect(await stepsOf(after, run, seen)).toBeGreaterThan(5 * seen);
    expect((await after.query(`resets(training_steps_total{run="${run}"}[1h])`))[0]?.value).toBe(0);
    // A few evaluations later nothing has fired, neither then nor now.
    await stepsOf(after, run, (await steps()) + 400);
    expect(await fired(after, run)).toEqual([]);
  });

  test('that is started again elsewhere under its name is neither lost nor two', async () => {
    const run = 'moves';
    const prometheus = await started();
    const first = await startTrainee(run);
    onTestFinished(first.stop);
    await prometheus.scrape([first.address]);
    await stepsOf(prometheus, run, 0);
    first.kill();
    await first.exit();

    const second = await startTrainee(run, 'alive', { initialStep: 5000 });
    onTestFinished(second.stop);
    await prometheus.scrape([second.address]);
    await stepsOf(prometheus, run, 5000);
    await stepsOf(prometheus, run, 6500);
    expect(await fired(prometheus, run)).toEqual([]);
  });

  test('shares its name with another process, and every query of the dashboards still has one answer', async () => {
    const run = 'twice';
    const prometheus = await started();
    const both = await Promise.all([startTrainee(run), startTrainee(run, 'dead')]);
    for (const { stop } of both) onTestFinished(stop);
    await prometheus.scrape(both.map(({ address }) => address));
    await prometheus.waitForAlert('TrainingDeadRelu', { run });
    const alive = `max by (instance) (training_steps_total{run="${run}"}) > 0`;
    await prometheus.waitFor('both', async () => (await prometheus.query(alive)).length === 2);
    const chosen = { job: '.+', instance: '.+', run: '.+', layer: '.+', compare: 'optimizer' };
    for (const { place, expr } of queries) {
      const asked = filledIn(expr, { ...chosen, __rate_interval: '5s', __range: '1m' });
      const found = (await prometheus.query(asked)).map(({ labels }) => JSON.stringify(labels));
      expect(new Set(found).size, place).toBe(found.length);
    }
    // The sick one is told from the other by its instance.
    const [alert] = (await prometheus.alerts()).filter(({ labels }) => labels.symptom === 'dead-relu');
    expect(alert?.labels.instance).toBe(both[1]?.address);
  });

  test.each([
    ['quotes and backslashes', 'a "quoted" \\ name\\n'],
    ['lines', 'two\nlines\r\nand a tab\t'],
    ['Unicode', 'Über-Läufe 🚀 ‏نص‏ \u0000'],
    ['braces of a template', `{{ $labels.run }} \${run} <script>alert(1)</script>`],
    ['300 characters', 'x'.repeat(300)],
  ])('is called by %s, and so is what it reports', async (_, name) => {
    await tf.setBackend('cpu');
    const weights = tf.variable(tf.ones([4]));
    const optimizer = tf.train.sgd(0.01);
    const vitals = await watch(optimizer, { run: name, variables: { [name]: weights }, port: 0, linger: 0 });
    onTestFinished(() => vitals.close());
    const prometheus = await started();
    await prometheus.scrape([new URL(vitals.url).host]);
    for (let step = 0; step < 4; step++) {
      const factor = step === 3 ? Number.NaN : 1;
      optimizer.minimize(() => weights.square().sum().mul(factor).asScalar());
      vitals.step({ [name]: step });
    }
    await vitals.flush();

    // Its own words, back from Prometheus, also in the alert that is told.
    const alert = await prometheus.waitForAlert('TrainingLossNonfinite', { run: name });
    expect(alert.annotations.description).toContain(`Run ${name} `);
    const [metric] = await prometheus.query('training_metric{split="train"}');
    expect(metric?.labels.metric).toBe(name);
    expect(await prometheus.query('training_layer_weight_norm')).toHaveLength(1);
    const metrics = await (await fetch(`${prometheus.url}/metrics`)).text();
    for (const [, failed] of metrics.matchAll(/^prometheus_rule_evaluation_failures_total\{.*\} (\d+)/gm))
      expect(failed).toBe('0');
  });
});
