import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { JOB } from '../src/generate/services.js';
import { describePromtools } from './promtool.js';
import { runTool } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/cluster.md'), 'utf8');

/** What stands between fences of a language, with the heading above it. */
const blocks = (language: string): [heading: string, block: string][] =>
  page.split(/^#{2,} /m).flatMap((section) => {
    const [heading = ''] = section.split('\n');
    const found = section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'));
    return [...found].map(([, block = '']): [string, string] => [heading, block]);
  });

const configurations = blocks('yaml');
const targets = blocks('json').map(([, block]) => block);

// What the snippets refer to lies beside them.
const folder = mkdtempSync(join(tmpdir(), 'trainvitals-cluster-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, 'targets'));
copyFileSync(join(root, 'deploy/kubernetes/scrape-config.yml'), join(folder, 'scrape-config.yml'));

it('shows a configuration for each way that has one of its own', () => {
  expect(configurations.map(([heading]) => heading)).toEqual([
    'Static',
    'Files',
    'Registration',
    'HTTP',
    'Kubernetes without the operator',
    'How much one Prometheus takes',
  ]);
  expect(targets).toHaveLength(1);
});

it.each(
  configurations,
)('%s: gives its targets the job of the dashboards, and no label that a run has', (_, block) => {
  const { scrape_configs, scrape_config_files = [] } = parse(block);
  const jobs =
    scrape_configs ?? parse(readFileSync(join(folder, scrape_config_files[0]), 'utf8')).scrape_configs;
  expect(jobs.map(({ job_name }: { job_name: string }) => job_name)).toEqual([JOB]);
  expect(block).not.toMatch(/\b(run|rank):/);
});

describePromtools('on docs/cluster.md', (promtool) => {
  const check = (configuration: string, found = targets[0] ?? '') => {
    writeFileSync(join(folder, 'targets/lab.json'), found);
    writeFileSync(join(folder, 'prometheus.yml'), configuration);
    return runTool(promtool, ['check', 'config', 'prometheus.yml'], { cwd: folder });
  };
  // Debian's Prometheus is built without the discovery of Kubernetes, and older than scrape_config_files.
  const known = configurations.filter(([heading]) => promtool === 'promtool3' || !/Kubernetes/.test(heading));

  it.each(known)('%s: takes the configuration', (_, block) => {
    const { status, output } = check(block);
    expect(status, output).toBe(0);
  });

  it.each(known)('%s: would find a slip in it', (_, block) => {
    const { status, output } = check(block.replace(/(job_name|scrape_config_files):/, '$1s:'));
    expect([status, output]).toEqual([1, expect.stringMatching(/field \w+s not found/)]);
  });

  it('would find a slip in the file of targets', () => {
    const [, files = ''] = configurations.find(([heading]) => heading === 'Files') ?? [];
    const { status, output } = check(files, targets[0]?.replaceAll('"targets"', '"target"'));
    expect([status, output]).toEqual([1, expect.stringContaining('unknown field "target"')]);
  });

  if (promtool === 'promtool') return;
  it('would find a slip in the configuration for Kubernetes', () => {
    const name = join(folder, 'scrape-config.yml');
    const whole = readFileSync(name, 'utf8');
    writeFileSync(name, whole.replace('role: pod', 'role: pods'));
    const { status, output } = check("scrape_config_files: ['scrape-config.yml']");
    writeFileSync(name, whole);
    expect([status, output]).toEqual([1, expect.stringContaining('role "pods"')]);
  });
});
