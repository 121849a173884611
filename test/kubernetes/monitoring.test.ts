import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { JOB, PORTS } from '../../src/generate/services.js';
import { seriesKeys, seriesOf } from '../../src/series.js';
import { requireTool } from '../tools.js';
import { build, ofKind } from './resources.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const dashboards = readdirSync(join(root, 'dashboards')).filter((name) => name.endsWith('.json'));
const hasTools = requireTool('kustomize');
const monitoring = hasTools ? build('deploy/kubernetes') : [];
const all = [...monitoring, ...(hasTools ? build('deploy/kubernetes/example') : [])];
const the = (kind: string) => ofKind(all, kind);

describe.runIf(hasTools)('what watches', () => {
  it('is in one namespace, which it makes', () => {
    const { name } = the('Namespace').metadata;
    for (const { kind, metadata } of all.filter((each) => each.kind !== 'Namespace'))
      expect(metadata.namespace, kind).toBe(name);
  });

  it('fits into the annotation in which kubectl keeps what it applied', () => {
    for (const resource of all)
      expect(JSON.stringify(resource).length, resource.metadata.name).toBeLessThan(256 * 1024);
  });

  it('has the rules that Prometheus has everywhere', () => {
    expect(the('PrometheusRule').spec).toEqual(parse(text('alerts/trainvitals.rules.yml')));
  });

  it.each(dashboards)('has the dashboard %s unchanged, where Grafana’s sidecar looks for it', (name) => {
    const maps = monitoring.filter(({ kind, data }) => kind === 'ConfigMap' && name in data);
    expect(maps.map(({ data }) => data)).toEqual([{ [name]: text(`dashboards/${name}`) }]);
    expect(maps[0]?.metadata.labels).toMatchObject({ grafana_dashboard: '1' });
  });

  it('scrapes the example’s pods, at the port that they name', () => {
    const { selector, podMetricsEndpoints } = the('PodMonitor').spec;
    const { metadata, spec } = the('Job').spec.template;
    expect(metadata.labels).toMatchObject(selector.matchLabels);
    expect(spec.containers[0].ports).toEqual([
      { name: podMetricsEndpoints[0].port, containerPort: PORTS.agent },
    ]);
  });

  it('takes a series with all its labels and those of a target', () => {
    // The name, run and rank; the operator adds instance, container and endpoint to what is relabelled.
    const own = Math.max(...seriesKeys.map((key) => seriesOf(key).labels.length)) + 3;
    const { labelLimit, podMetricsEndpoints } = the('PodMonitor').spec;
    expect(labelLimit).toBeGreaterThanOrEqual(own + podMetricsEndpoints[0].relabelings.length + 3);
  });

  it('gives no target a label that a series has itself', () => {
    const own = new Set(['run', 'rank', ...seriesKeys.flatMap((key) => seriesOf(key).labels)]);
    const { relabelings } = the('PodMonitor').spec.podMetricsEndpoints[0];
    const given = relabelings.map(({ targetLabel }: { targetLabel: string }) => targetLabel);
    expect(given).toEqual(['job', 'namespace', 'pod', 'node']);
    expect(given.filter((label: string) => own.has(label))).toEqual([]);
  });

  it('does the same without the operator', () => {
    const { sampleLimit, labelLimit, labelValueLengthLimit, podMetricsEndpoints } = the('PodMonitor').spec;
    const [config] = parse(text('deploy/kubernetes/scrape-config.yml')).scrape_configs;
    expect(config).toMatchObject({
      job_name: JOB,
      scrape_interval: podMetricsEndpoints[0].interval,
      scrape_timeout: podMetricsEndpoints[0].scrapeTimeout,
      sample_limit: sampleLimit,
      label_limit: labelLimit,
      label_value_length_limit: labelValueLengthLimit,
    });
    const selector = Object.entries(the('PodMonitor').spec.selector.matchLabels).map((pair) =>
      pair.join('='),
    );
    expect(config.kubernetes_sd_configs[0].selectors).toEqual([{ role: 'pod', label: selector.join() }]);
  });
});
