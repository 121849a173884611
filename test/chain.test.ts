import { fileURLToPath } from 'node:url';
import type { WatchOptions } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { rules } from '../src/generate/alerts.js';
import { runbookUrl } from '../src/generate/links.js';
import { catalogue } from '../src/symptoms/catalogue.js';
import { startTrainee, type Trainee } from './chain/trainee.js';
import { preflightReport } from './preflight-report.js';
import { type Alertmanager, startAlertmanager } from './stack/alertmanager.js';
import { matches, type Prometheus, startPrometheus } from './stack/prometheus.js';
import { routingForTest } from './stack/routing.js';
import { rulesForTest } from './stack/rules.js';
import { type Page, startWebhook, type Webhook } from './stack/webhook.js';
import { requireTool } from './tools.js';

const ROUTING = fileURLToPath(new URL('../alerts/alertmanager.yml', import.meta.url));
const isInstalled = requireTool('prometheus') && requireTool('prometheus-alertmanager');

/** From a fault in a training process to the body of a page: agent, Prometheus, Alertmanager, webhook, all real. */
describe.runIf(isInstalled)('the chain', () => {
  let prometheus: Prometheus;
  let alertmanager: Alertmanager;
  let webhook: Webhook;
  const targets: string[] = [];

  beforeAll(async () => {
    webhook = await startWebhook();
    alertmanager = await startAlertmanager({ config: (await routingForTest(ROUTING, webhook.url)).config });
    // As generated, but for the times: `for` 1 s, and a run counts as stalled after 3 s instead of a minute.
    const text = rules(catalogue, { limits: { 'run-stalled': { seconds: 3 } } });
    const shortened = await rulesForTest({ text }, { for: '1s', keepFiringFor: '5s' });
    prometheus = await startPrometheus({ rules: [shortened.file], alertmanager: alertmanager.url });
  });
  afterAll(async () => {
    await prometheus?.stop();
    await alertmanager?.stop();
    await webhook?.stop();
  });

  /** A run that Prometheus has scraped. */
  async function scrapedRun(
    name: string,
    hidden?: 'alive' | 'dead',
    options?: WatchOptions,
  ): Promise<Trainee> {
    const trainee = await startTrainee(name, hidden, options);
    onTestFinished(trainee.stop);
    targets.push(trainee.address);
    await prometheus.scrape(targets);
    await prometheus.waitFor(`steps of ${name}`, async () =>
      (await prometheus.query(`training_steps_total{run="${name}"} > 0`)).at(0),
    );
    return trainee;
  }

  const pageOf = (labels: Record<string, string>) =>
    webhook.waitFor(`a page ${JSON.stringify(labels)}`, (pages: Page[]) =>
      pages.find(({ alert }) => matches(alert, labels)),
    );

  test('a dead ReLU layer becomes a page with run, layer, value, limit and runbook; what follows from it is inhibited', async () => {
    await scrapedRun('chain-dead', 'dead');

    const { alert, path } = await pageOf({ alertname: 'TrainingDeadRelu', run: 'chain-dead' });
    expect(path).toBe('/ticket');
    expect(alert.labels).toMatchObject({
      job: 'training',
      layer: 'hidden',
      severity: 'warning',
      symptom: 'dead-relu',
    });
    const { description } = alert.annotations;
    for (const part of ['chain-dead', 'hidden', '100%', '50%']) expect(description).toContain(part);
    expect(alert.annotations.runbook_url).toBe(runbookUrl('dead-relu'));
    expect(alert.annotations.dashboard_url).toContain('var-run=chain-dead');

    const consequence = { symptom: 'variable-not-training', run: 'chain-dead', layer: 'hidden' };
    const [cause, inhibited] = await alertmanager.waitFor('the consequence, inhibited', (alerts) => {
      const first = alerts.find((one) => matches(one, { symptom: 'dead-relu', run: 'chain-dead' }));
      const second = alerts.find((one) => matches(one, consequence) && one.status.state === 'suppressed');
      return first && second && ([first, second] as const);
    });
    expect(inhibited.status.inhibitedBy).toContain(cause.fingerprint);
    expect(cause.status.state).toBe('active');
  });

  test('a NaN on the last step before close() still pages, after the process has ended', async () => {
    const trainee = await scrapedRun('chain-nan');
    trainee.order('poison');
    expect(await trainee.exit()).toBe(0);

    const { alert, path } = await pageOf({ alertname: 'TrainingInputsNonfinite', run: 'chain-nan' });
    expect(path).toBe('/page');
    expect(alert.labels).toMatchObject({ severity: 'critical', symptom: 'inputs-nonfinite' });
    expect(alert.annotations.description).toContain('chain-nan');
    expect(alert.annotations.runbook_url).toBe(runbookUrl('inputs-nonfinite'));

    // One fault, one page: the loss is lost by what it was fed.
    await alertmanager.waitFor('the lost loss, inhibited', (alerts) =>
      alerts.find(
        (one) =>
          matches(one, { symptom: 'loss-nonfinite', run: 'chain-nan' }) && one.status.state === 'suppressed',
      ),
    );
  });

  test('a run that was started in spite of two failed checks is one ticket that names both, and mutes nothing', async () => {
    const preflight = preflightReport({
      wiring: { verdict: 'fail', severity: 'critical' },
      inputs: { verdict: 'fail', severity: 'warning' },
      names: { verdict: 'fail', severity: 'info' },
    });
    await scrapedRun('chain-unready', 'dead', { preflight });

    const about = { symptom: 'preflight-failed', run: 'chain-unready' };
    const both = await webhook.waitFor('both checks in one message', () => {
      const bodies = webhook.received.map(({ path, body }) => ({
        path,
        alerts: body.alerts.filter((alert) => matches(alert, about)),
      }));
      return bodies.find(({ alerts }) => alerts.length === 2);
    });
    expect(both.path).toBe('/ticket');
    expect(both.alerts.map(({ labels }) => labels.check).sort()).toEqual(['inputs', 'wiring']);
    for (const { labels, annotations } of both.alerts) {
      expect(labels).toMatchObject({ job: 'training', severity: 'warning' });
      expect(annotations.description).toContain(`its preflight check ${labels.check} failed`);
      expect(annotations.runbook_url).toBe(runbookUrl('preflight-failed'));
    }
    const { path } = await pageOf({ symptom: 'dead-relu', run: 'chain-unready' });
    expect(path).toBe('/ticket');
  });

  test('a run whose training thread is blocked for good pages as stalled, while it is still scraped', async () => {
    const trainee = await scrapedRun('chain-stalled');
    trainee.order('block');

    const { alert, path } = await pageOf({ alertname: 'TrainingRunStalled', run: 'chain-stalled' });
    expect(path).toBe('/page');
    expect(alert.labels).toMatchObject({ severity: 'critical', symptom: 'run-stalled' });
    expect(await prometheus.query(`up{instance="${trainee.address}"}`)).toMatchObject([{ value: 1 }]);
    trainee.kill();
  });

  test('a run whose process is killed pages as lost; one that ends does not', async () => {
    const finished = await scrapedRun('chain-finished');
    finished.order('end');
    expect(await finished.exit()).toBe(0);
    const lost = await scrapedRun('chain-lost');
    lost.kill();
    expect(await lost.exit()).toBe('SIGKILL');

    const { alert, path } = await pageOf({ alertname: 'TrainingRunLost', run: 'chain-lost' });
    expect(path).toBe('/page');
    expect(alert.labels).toMatchObject({ severity: 'critical', symptom: 'run-lost' });
    expect(alert.annotations.runbook_url).toBe(runbookUrl('run-lost'));
    const alerts = await prometheus.alerts();
    expect(alerts.filter((one) => matches(one, { run: 'chain-finished', symptom: 'run-lost' }))).toEqual([]);
  });
});
