import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { scratchFolder, serve } from '../stack/server.js';
import { until } from '../stack/until.js';
import { requireTool } from '../tools.js';

interface ScrapeConfig {
  readonly relabel_configs: readonly object[];
  readonly kubernetes_sd_configs?: unknown;
  readonly [option: string]: unknown;
}

const file = (name: string) =>
  parse(readFileSync(new URL(`../../deploy/kubernetes/${name}`, import.meta.url), 'utf8'));

/** A Prometheus' own names for what the operator's resources say in camel case. */
const snakeCase = (options: object) =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
      value,
    ]),
  );

const [plain] = file('scrape-config.yml').scrape_configs as [ScrapeConfig];
const { podMetricsEndpoints, selector: _, ...limits } = file('podmonitor.yaml').spec;
const operated: ScrapeConfig = {
  ...snakeCase(limits),
  honor_labels: podMetricsEndpoints[0].honorLabels,
  // The operator's own name for the job, and what it keeps of the pods: those that run, and the port.
  job_name: 'podMonitor/training/training/0',
  relabel_configs: podMetricsEndpoints[0].relabelings.map(snakeCase),
};

/** Pods as Kubernetes' discovery describes them, each container's port a target. */
const pod = (name: string, port: string, phase: string) => ({
  __meta_kubernetes_namespace: 'ml',
  __meta_kubernetes_pod_name: name,
  __meta_kubernetes_pod_node_name: 'gpu-node-7',
  __meta_kubernetes_pod_phase: phase,
  __meta_kubernetes_pod_container_port_name: port,
});
const running = pod('digits-1-x7k2p', 'metrics', 'Running');
const others = [
  pod('digits-2-a1b2c', 'metrics', 'Succeeded'),
  pod('digits-3-a1b2c', 'metrics', 'Pending'),
  pod('digits-1-x7k2p', 'debugger', 'Running'),
];

/** Parts of what the HTTP API of Prometheus answers. */
interface Answer {
  readonly result?: readonly { readonly metric: Readonly<Record<string, string>> }[];
  readonly activeTargets?: readonly object[];
}

/** What a real Prometheus makes of those pods: there is no cluster where the tests run. */
async function scraped(config: ScrapeConfig, pods: readonly object[], address: string) {
  const { kubernetes_sd_configs: _cluster, ...rest } = config;
  const folder = await scratchFolder('kubernetes');
  const name = join(folder, 'prometheus.yml');
  const static_configs = pods.map((labels) => ({ targets: [address], labels }));
  const job = { ...rest, scrape_interval: '1s', scrape_timeout: '1s', static_configs };
  await writeFile(name, stringify({ scrape_configs: [job] }));
  const server = await serve(
    'prometheus',
    (port) => [
      `--config.file=${name}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    '/-/ready',
  );
  const ask = async (path: string) => {
    const response = await fetch(`${server.url}/api/v1/${path}`);
    return ((await response.json()) as { data: Answer }).data;
  };
  const state = async () => JSON.stringify(await ask('targets'));
  const found = await until(
    'the series of the run',
    async () => {
      const { result = [] } = await ask('query?query=training_run_info');
      return result.length > 0 && result;
    },
    { state },
  );
  const { activeTargets = [] } = await ask('targets?state=active');
  await server.stop();
  return { series: found.map(({ metric }) => metric), targets: activeTargets.length };
}

describe.runIf(requireTool('prometheus'))('a run in a pod', () => {
  let vitals: Vitals;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    vitals = await watch(model, { run: 'digits', rank: 1, worldSize: 2, port: 0, linger: 0 });
    await model.trainOnBatch(tf.ones([4, 2]), tf.ones([4, 1]));
    await vitals.flush();
  });
  afterAll(() => vitals?.close());

  it.each([
    ['with the operator', operated, [running]],
    [
      'without the operator, which leaves out other ports and pods that do not run',
      plain,
      [running, ...others],
    ],
  ])('has its own labels, and those of its pod, %s', async (_how, config, pods) => {
    const { series, targets } = await scraped(config, pods, new URL(vitals.url).host);
    expect(targets).toBe(1);
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({
      run: 'digits',
      rank: '1',
      job: 'training',
      instance: new URL(vitals.url).host,
      namespace: 'ml',
      pod: 'digits-1-x7k2p',
      node: 'gpu-node-7',
    });
    expect(Object.keys(series[0] ?? {}).filter((label) => label.startsWith('exported_'))).toEqual([]);
  });
});
