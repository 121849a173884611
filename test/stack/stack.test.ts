import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { requireTool } from '../tools.js';
import { startAlertmanager } from './alertmanager.js';
import { startPrometheus } from './prometheus.js';
import { routingForTest } from './routing.js';
import { rulesForTest, seconds } from './rules.js';
import { scratchFolder } from './server.js';
import { until } from './until.js';
import { startWebhook } from './webhook.js';

const RULES = `
groups:
  - name: heat
    interval: 30s
    rules:
      - alert: TooHot
        expr: max_over_time(temperature[10m]) > 90
        for: 5m
        keep_firing_for: 10m
        labels: { severity: critical }
        annotations: { description: 'It is {{ $value }} degrees in {{ $labels.room }}.' }
`;
const ROUTING = `
route: { receiver: page, group_by: [alertname], group_wait: 30s, group_interval: 5m }
receivers:
  - name: page
    webhook_configs: [{ url: 'http://pager.example:8080/' }]
inhibit_rules: []
`;

/** An exporter of one gauge. */
async function startThermometer(): Promise<{ address: string; stop: () => void }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end('# TYPE temperature gauge\ntemperature{room="attic"} 93\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the thermometer got no port');
  return { address: `127.0.0.1:${address.port}`, stop: () => server.close() };
}

async function written(name: string, text: string): Promise<string> {
  const file = join(await scratchFolder('stack-test'), name);
  await writeFile(file, text);
  return file;
}

describe.runIf(requireTool('prometheus') && requireTool('prometheus-alertmanager'))('the stack', () => {
  test('a value that is scraped fires a rule, and its page arrives in the webhook', async () => {
    const thermometer = await startThermometer();
    onTestFinished(thermometer.stop);
    const webhook = await startWebhook();
    onTestFinished(webhook.stop);
    const routing = await routingForTest(await written('alertmanager.yml', ROUTING), webhook.url);
    const alertmanager = await startAlertmanager({ config: routing.config });
    onTestFinished(alertmanager.stop);
    const rules = await rulesForTest(await written('rules.yml', RULES), {
      for: '1s',
      keepFiringFor: '2s',
      range: '5s',
      interval: '1s',
    });
    const prometheus = await startPrometheus({
      targets: [thermometer.address],
      rules: [rules.file],
      alertmanager: alertmanager.url,
    });
    onTestFinished(prometheus.stop);

    await prometheus.waitForAlert('TooHot', { room: 'attic' });
    const { alert, path } = await webhook.waitFor('the page', (pages) => pages[0]);

    expect(path).toBe('/page');
    expect(alert.labels).toMatchObject({ alertname: 'TooHot', room: 'attic', severity: 'critical' });
    expect(alert.annotations.description).toBe('It is 93 degrees in attic.');
    expect(await prometheus.query('temperature')).toEqual([
      {
        labels: { __name__: 'temperature', instance: thermometer.address, job: 'training', room: 'attic' },
        value: 93,
      },
    ]);
    expect((await alertmanager.alerts()).map(({ status }) => status.state)).toEqual(['active']);
    expect((await prometheus.targets()).map(({ health }) => health)).toEqual(['up']);

    const now = Date.now() / 1000;
    const [history] = await prometheus.queryRange('temperature', { start: now - 60, end: now, step: 1 });
    expect(history?.values.at(-1)?.[1]).toBe(93);
  });

  test('targets are replaced while Prometheus runs', async () => {
    const thermometer = await startThermometer();
    onTestFinished(thermometer.stop);
    const prometheus = await startPrometheus();
    onTestFinished(prometheus.stop);
    expect(await prometheus.targets()).toEqual([]);

    await prometheus.scrape([thermometer.address]);

    const samples = await prometheus.waitFor('the new target', async () => {
      const found = await prometheus.query('temperature');
      return found.length > 0 && found;
    });
    expect(samples.map(({ value }) => value)).toEqual([93]);
  });

  test('a rule file that Prometheus refuses ends the start with its message', async () => {
    const broken = await written('rules.yml', RULES.replace('> 90', '> > 90'));
    await expect(startPrometheus({ rules: [broken] })).rejects.toThrow(
      /ended before it was ready[\s\S]*parse error/,
    );
  });

  test('a server that was stopped answers no more', async () => {
    const prometheus = await startPrometheus();
    await prometheus.stop();
    await expect(prometheus.query('1')).rejects.toThrow('fetch failed');
  });
});

test('shortened rules differ in their times alone, and say how', async () => {
  const { file, changes } = await rulesForTest(await written('rules.yml', RULES), { for: '1s', range: '5s' });

  expect(changes).toEqual(['TooHot: for 5m → 1s', 'TooHot: range 10m → 5s']);
  expect(parse(await readFile(file, 'utf8'))).toEqual(
    parse(RULES.replace('for: 5m', 'for: 1s').replace('[10m]', '[5s]')),
  );
});

test.each([
  { text: '90s', length: 90 },
  { text: '1h30m', length: 5400 },
  { text: '500ms', length: 0.5 },
])('$text is $length seconds', ({ text, length }) => {
  expect(seconds(text)).toBe(length);
});

test('waiting in vain says for what, and what was there instead', async () => {
  const wait = until('a miracle', () => undefined, { timeout: 0, state: () => 'only rain' });
  await expect(wait).rejects.toThrow(/a miracle: it did not come\s+only rain/);
});
