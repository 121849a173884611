import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { usage as demoUsage } from '../src/cli/demo.js';
import { DASHBOARD_FOLDER } from '../src/generate/dashboards.js';
import { JOB, PORTS, type Service } from '../src/generate/services.js';
import { requireTool, runTool } from './tools.js';

interface ComposeService {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports: string[];
  healthcheck: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}
interface Compose {
  services: Record<string, ComposeService>;
  volumes: Record<string, object>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const compose: Compose = parse(text('docker-compose.yml'));

/** Name of each service in compose; the agent runs in the demo. */
const names: Readonly<Record<Service, string>> = {
  agent: 'demo',
  prometheus: 'prometheus',
  alertmanager: 'alertmanager',
  receiver: 'receiver',
  grafana: 'grafana',
};
const services = (Object.entries(names) as [Service, string][]).map(
  ([service, name]) => [name, PORTS[service]] as const,
);

function service(name: string): ComposeService {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml: expected a service "${name}"`);
  return found;
}

/** What a container sees under a path: the file of this repository that is mounted there. */
function mounted(name: string, path: string): string {
  for (const volume of service(name).volumes ?? []) {
    const [source = '', target = ''] = volume.split(':');
    if (path === target || path.startsWith(`${target}/`)) return join(source, path.slice(target.length));
  }
  throw new Error(`docker-compose.yml: nothing is mounted at ${path} in ${name}`);
}

/** Value of a flag of a command. */
const flag = (name: string, prefix: string): string =>
  service(name)
    .command?.find((word) => word.startsWith(prefix))
    ?.slice(prefix.length) ?? '';

describe('docker-compose.yml', () => {
  it.runIf(requireTool('docker-compose'))('is valid', () => {
    const { status, output } = runTool('docker-compose', ['config', '-q'], { cwd: root });
    expect(status, output).toBe(0);
  });

  it('has the services of a whole chain and no others', () => {
    expect(Object.keys(compose.services).sort()).toEqual(Object.values(names).sort());
  });

  it.each(services)('publishes %s on loopback alone, at its port %i', (name, port) => {
    expect(service(name).ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });

  it.each(services)('asks %s for its health at its port %i', (name, port) => {
    expect(service(name).healthcheck.test.join(' ')).toContain(`http://127.0.0.1:${port}/`);
  });

  it.each(services)('pins the version of %s', (name) => {
    expect(service(name).image).toMatch(/:v?\d+\.\d+\.\d+/);
  });

  it('mounts only what is in the repository, read-only, or a volume it declares', () => {
    for (const { volumes = [] } of Object.values(compose.services))
      for (const volume of volumes) {
        const [source = '', , mode] = volume.split(':');
        if (!source.startsWith('./')) expect(compose.volumes).toHaveProperty(source);
        else expect([existsSync(join(root, source)), mode], volume).toEqual([true, 'ro']);
      }
  });

  it('waits only for services that it has, until they are healthy', () => {
    for (const { depends_on = {} } of Object.values(compose.services))
      for (const [name, { condition }] of Object.entries(depends_on))
        expect([name in compose.services, condition]).toEqual([true, 'service_healthy']);
  });

  it('builds the demo on the same Node as the receiver', () => {
    const { dockerfile = '' } = service('demo').build ?? {};
    expect(text(dockerfile)).toContain(`FROM ${service('receiver').image}\n`);
  });

  it('starts the demo with flags that it has, on the port that is scraped', () => {
    const command = service('demo').command?.join(' ') ?? '';
    expect(command).toContain(`--port ${PORTS.agent} `);
    for (const [each] of command.matchAll(/--[a-z]+/g)) expect(demoUsage).toContain(each);
  });
});

describe('the files that compose mounts', () => {
  const prometheus = parse(text(mounted('prometheus', flag('prometheus', '--config.file='))));
  const alertmanager = parse(text(mounted('alertmanager', flag('alertmanager', '--config.file='))));

  it('let Prometheus scrape the demo under the job of the dashboards', () => {
    expect(prometheus.scrape_configs).toEqual([
      { job_name: JOB, static_configs: [{ targets: [`demo:${PORTS.agent}`] }] },
    ]);
  });

  it('let Prometheus find the rules', () => {
    const folder = flag('prometheus', '--config.file=').replace(/[^/]+$/, '');
    const rules = prometheus.rule_files.map((name: string) => mounted('prometheus', `${folder}${name}`));
    expect(rules).toEqual(['alerts/trainvitals.rules.yml']);
  });

  it('let Prometheus reach Alertmanager, and Alertmanager the receiver', () => {
    expect(prometheus.alerting.alertmanagers).toEqual([
      { static_configs: [{ targets: [`alertmanager:${PORTS.alertmanager}`] }] },
    ]);
    const urls = alertmanager.receivers.flatMap((each: { webhook_configs?: { url: string }[] }) =>
      (each.webhook_configs ?? []).map(({ url }) => url),
    );
    expect(urls).toEqual([
      `http://receiver:${PORTS.receiver}/page`,
      `http://receiver:${PORTS.receiver}/ticket`,
    ]);
  });

  it('start the receiver on its port', () => {
    const [, script = '', port] = service('receiver').command ?? [];
    expect(port).toBe(String(PORTS.receiver));
    expect(mounted('receiver', script)).toBe('deploy/compose/receiver.mjs');
  });

  it('let Grafana find its data source and dashboards', () => {
    const sources = parse(text(mounted('grafana', '/etc/grafana/provisioning/datasources/trainvitals.yml')));
    expect(sources.datasources[0].url).toBe(`http://prometheus:${PORTS.prometheus}`);
    const providers = parse(text(mounted('grafana', '/etc/grafana/provisioning/dashboards/trainvitals.yml')));
    expect(providers.providers[0].options.path).toBe(DASHBOARD_FOLDER);
    expect(mounted('grafana', `${DASHBOARD_FOLDER}/run.json`)).toBe('dashboards/run.json');
    const home = service('grafana').environment?.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH ?? '';
    expect(existsSync(join(root, mounted('grafana', home)))).toBe(true);
  });

  it('send people to the Grafana that is published', () => {
    expect(text('alerts/trainvitals.rules.yml')).toContain(
      `http://localhost:${PORTS.grafana}/d/trainvitals-run/run?`,
    );
  });

  it.runIf(requireTool('amtool'))('hold a configuration that Alertmanager accepts', () => {
    const { status, output } = runTool(
      'amtool',
      ['check-config', mounted('alertmanager', flag('alertmanager', '--config.file='))],
      { cwd: root },
    );
    expect(status, output).toBe(0);
  });

  it.runIf(requireTool('promtool'))('hold a configuration that Prometheus accepts', () => {
    const { status, output } = runTool(
      'promtool',
      ['check', 'config', '--syntax-only', mounted('prometheus', flag('prometheus', '--config.file='))],
      { cwd: root },
    );
    expect(status, output).toBe(0);
  });
});

describe('the receiver', () => {
  const firing = {
    status: 'firing',
    startsAt: '2026-01-01T03:00:00Z',
    labels: { run: 'digits', layer: 'dense', severity: 'warning' },
    annotations: {
      summary: 'Most units are dead.',
      description: '94% of the units\n1. Change the initialization.',
      runbook_url: 'https://example.com/runbook',
      dashboard_url: 'https://example.com/dashboard',
    },
  };

  it('prints a page a tired person can act on, refuses what is none, and ends on SIGTERM', async () => {
    const child = spawn(process.execPath, [join(root, 'deploy/compose/receiver.mjs'), '0']);
    try {
      const lines = createInterface({ input: child.stdout });
      const printed: string[] = [];
      lines.on('line', (line) => printed.push(line));
      const [listening] = await once(lines, 'line');
      const url = `http://${/listening on (\S+)/.exec(listening)?.[1]}`;

      expect((await fetch(url)).status).toBe(200);
      expect((await fetch(`${url}/page`, { method: 'POST', body: 'no JSON' })).status).toBe(400);
      const body = JSON.stringify({ alerts: [firing, { ...firing, status: 'resolved' }] });
      expect((await fetch(`${url}/ticket`, { method: 'POST', body })).status).toBe(200);

      child.kill('SIGTERM');
      const [code] = await once(child, 'close');
      expect(code).toBe(0);
      expect(printed.slice(1)).toEqual([
        'TICKET FIRING: Most units are dead. [run digits, layer dense]',
        '94% of the units',
        '1. Change the initialization.',
        'since 2026-01-01T03:00:00Z',
        'runbook   https://example.com/runbook',
        'dashboard https://example.com/dashboard',
        '',
        'TICKET RESOLVED: Most units are dead. [run digits, layer dense]',
      ]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
