import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { JOB } from '../../dist/generate/services.js';
import { type Server, scratchFolder, serve } from './server.js';
import { type NotYet, until } from './until.js';

/** What a Prometheus of a test scrapes, evaluates and whom it tells. */
export interface PrometheusSetup {
  /** Addresses, `127.0.0.1:9790`; they can be changed later by `scrape`. */
  readonly targets?: readonly string[];
  /** Folder of file_sd that agents register in. */
  readonly folder?: string;
  /** Folder of the blocks of one that was stopped, which goes on with them. */
  readonly data?: string;
  /** Rule files, by path. */
  readonly rules?: readonly string[];
  readonly scrapeInterval?: string;
  readonly evaluationInterval?: string;
  /** URL of an Alertmanager. */
  readonly alertmanager?: string;
  /** Scrape configurations beside that of the agents, as they stand in a configuration file. */
  readonly scrapeConfigs?: readonly object[];
  /** Stores that all samples are written to as well, as they stand in a configuration file. */
  readonly remoteWrite?: readonly object[];
  /** Whether others may write samples to it, at `/api/v1/write`. */
  readonly receives?: boolean;
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface SampleSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix time in seconds, value. */
  readonly values: readonly (readonly [number, number])[];
}

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
}

export interface Target {
  readonly scrapeUrl: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
}

/** What every store with Prometheus' HTTP API can be asked. */
export interface Questions {
  /** Asks as of a Unix time in seconds, by default now. */
  query(expression: string, time?: number): Promise<Sample[]>;
  queryRange(
    expression: string,
    range: { start: number; end: number; step: number },
  ): Promise<SampleSeries[]>;
  /** The values of a label on the series that are selected: what Grafana asks for `label_values`. */
  labelValues(label: string, selector: string): Promise<string[]>;
}

/** A running Prometheus and questions to it. */
export interface Prometheus extends Server, Questions {
  /** Folder of its blocks. */
  readonly data: string;
  alerts(): Promise<Alert[]>;
  targets(): Promise<Target[]>;
  /** Replaces the targets, without a restart. */
  scrape(targets: readonly string[]): Promise<void>;
  /** Asks `probe` until it answers; what it waited for, the targets and the alerts are in the error. */
  waitFor<T>(label: string, probe: () => Promise<T | NotYet>, timeout?: number): Promise<T>;
  /** Waits until an alert of that name fires (with those labels), and returns it. */
  waitForAlert(name: string, labels?: Readonly<Record<string, string>>, timeout?: number): Promise<Alert>;
}

/** Starts Debian's Prometheus on a free loopback port and waits until it is ready. */
export async function startPrometheus(setup: PrometheusSetup = {}): Promise<Prometheus> {
  const folder = await scratchFolder('prometheus');
  const data = setup.data ?? join(folder, 'data');
  const targetsFile = join(folder, 'targets.json');
  const scrape = (targets: readonly string[]) => writeFile(targetsFile, JSON.stringify([{ targets }]));
  await scrape(setup.targets ?? []);
  await writeFile(join(folder, 'prometheus.yml'), stringify(configuration(setup, targetsFile)));

  const server = await serve(
    'prometheus',
    (port) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${data}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--rules.alert.resend-delay=1s',
      ...(setup.receives ? ['--web.enable-remote-write-receiver'] : []),
    ],
    '/-/ready',
  );
  const questions = ask(server.url);
  const state = async () =>
    JSON.stringify({ targets: await questions.targets(), alerts: await questions.alerts() }, undefined, 1);

  const waitFor: Prometheus['waitFor'] = (label, probe, timeout = 60_000) =>
    until(`Prometheus: ${label}`, probe, { timeout, state });
  const waitForAlert: Prometheus['waitForAlert'] = (name, labels = {}, timeout) =>
    waitFor(
      `alert ${name} ${JSON.stringify(labels)} to fire`,
      async () =>
        (await questions.alerts()).find(
          (alert) => alert.state === 'firing' && matches(alert, { alertname: name, ...labels }),
        ),
      timeout,
    );
  return { ...server, ...questions, data, scrape, waitFor, waitForAlert };
}

/** Whether an alert carries those labels, among others. */
export const matches = (
  alert: { labels: Readonly<Record<string, string>> },
  labels: Readonly<Record<string, string>>,
) => Object.entries(labels).every(([name, value]) => alert.labels[name] === value);

function configuration(setup: PrometheusSetup, targetsFile: string) {
  const alertmanager = setup.alertmanager && new URL(setup.alertmanager).host;
  const files = [targetsFile, ...(setup.folder ? [join(setup.folder, 'trainvitals-*.json')] : [])];
  return {
    global: {
      scrape_interval: setup.scrapeInterval ?? '1s',
      scrape_timeout: setup.scrapeInterval ?? '1s',
      evaluation_interval: setup.evaluationInterval ?? '1s',
    },
    ...(setup.rules && { rule_files: setup.rules }),
    ...(alertmanager && { alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] } }),
    ...(setup.remoteWrite && { remote_write: setup.remoteWrite }),
    scrape_configs: [
      { job_name: JOB, file_sd_configs: [{ files, refresh_interval: '1s' }] },
      ...(setup.scrapeConfigs ?? []),
    ],
  };
}

/** What the HTTP API of Prometheus answers: https://prometheus.io/docs/prometheus/latest/querying/api/ */
type Answer<T> = { status: 'success'; data: T } | { status: 'error'; error: string };
type Labels = Record<string, string>;
type QueryData =
  | { resultType: 'vector'; result: { metric: Labels; value: [number, string] }[] }
  | { resultType: 'scalar'; result: [number, string] };

/** Questions to a store; `always` are parameters of each. */
export function ask(url: string, always: Labels = {}) {
  const get = async <T>(path: string, parameters: Labels = {}): Promise<T> => {
    const asked = new URLSearchParams({ ...parameters, ...always });
    const response = await fetch(`${url}/api/v1/${path}?${asked}`);
    const answer = (await response.json()) as Answer<T>;
    if (answer.status === 'success') return answer.data;
    throw new Error(`${url} refused ${path} ${JSON.stringify(parameters)}: ${answer.error}`);
  };

  return {
    async query(expression: string, time?: number): Promise<Sample[]> {
      const at = time === undefined ? {} : { time: `${time}` };
      const data = await get<QueryData>('query', { query: expression, ...at });
      if (data.resultType === 'scalar') return [{ labels: {}, value: toNumber(data.result[1]) }];
      return data.result.map(({ metric, value }) => ({ labels: metric, value: toNumber(value[1]) }));
    },
    async queryRange(
      expression: string,
      range: { start: number; end: number; step: number },
    ): Promise<SampleSeries[]> {
      const { start, end, step } = range;
      const data = await get<{ result: { metric: Labels; values: [number, string][] }[] }>('query_range', {
        query: expression,
        start: `${start}`,
        end: `${end}`,
        step: `${step}`,
      });
      return data.result.map(({ metric, values }) => ({
        labels: metric,
        values: values.map(([time, value]) => [time, toNumber(value)] as const),
      }));
    },
    labelValues: (label: string, selector: string) =>
      get<string[]>(`label/${label}/values`, { 'match[]': selector }),
    alerts: async () => (await get<{ alerts: Alert[] }>('alerts')).alerts,
    targets: async () =>
      (await get<{ activeTargets: Target[] }>('targets', { state: 'active' })).activeTargets,
  };
}

/** Prometheus writes ±Inf where JavaScript reads ±Infinity. */
const toNumber = (text: string) => Number(text.replace(/Inf$/, 'Infinity'));
