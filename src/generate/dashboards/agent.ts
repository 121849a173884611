import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { series } from '../../series.js';
import type { Symptom } from '../../symptoms/symptom.js';
import { board } from './board.js';
import type { PanelSpec } from './panel.js';
import { query, SCOPE, scoped } from './query.js';
import { symptomPanels } from './symptom-panel.js';

/** What watching costs, what was lost on the way, and how the exporter does. */
export const agentDashboard = (catalogue: readonly Symptom[]): Dashboard =>
  board({
    name: 'agent',
    description:
      'The agent on itself: what watching costs the runs, what it dropped, its errors, its exporter.',
    catalogue,
    rows: [
      { title: 'Cost', panels: cost },
      { title: 'Symptoms of the agent', panels: symptomPanels(catalogue, 'agent') },
      { title: 'The exporter', panels: exporter },
    ],
  });

const third = { kind: 'timeseries', unit: 'none', width: 8, height: 8 } as const;

const cost: readonly PanelSpec[] = [
  {
    ...third,
    title: 'Overhead',
    description:
      'Share of step time that watching costs. It settles at the budget after the opening allowance of two seconds.',
    unit: 'percentunit',
    queries: [query('agentOverhead')],
  },
  {
    ...third,
    title: 'Sample interval',
    description: 'Steps between two measurements of every statistic: grows where a measurement is expensive.',
    unit: 'short',
    queries: [query('agentInterval')],
  },
  {
    ...third,
    title: 'Frames dropped',
    description:
      'Steps a second that the exporter could not take in time. Healthy: zero; the training never waits for it.',
    queries: [query('agentFramesDropped')],
  },
];

/** What Prometheus and the exporter's own process say; they know the process, not the run. */
const PROCESS = SCOPE.filter((matcher) => !matcher.startsWith('run')).join(',');
const ofProcess = (name: string, legend = '{{instance}}') => ({ expr: `${name}{${PROCESS}}`, legend });

const exporter: readonly PanelSpec[] = [
  {
    ...third,
    title: 'Scraped',
    description:
      'One while Prometheus can scrape the process, zero while it cannot: it is gone, or out of reach.',
    unit: 'short',
    queries: [ofProcess('up')],
  },
  {
    ...third,
    title: 'Scrape duration',
    description:
      'Time of a scrape as Prometheus sees it. Healthy: far below a second, however long a step takes.',
    unit: 's',
    queries: [ofProcess('scrape_duration_seconds')],
  },
  {
    ...third,
    title: 'Samples per scrape',
    description:
      'Series of a process, of all its runs. A climb is a label that never repeats, which is a defect.',
    unit: 'short',
    queries: [ofProcess('scrape_samples_scraped')],
  },
  {
    ...third,
    title: 'Memory of the process',
    description: 'Resident memory of the training process, the agent’s few megabytes included.',
    unit: 'bytes',
    queries: [ofProcess('process_resident_memory_bytes')],
  },
  {
    ...third,
    title: 'Processor time',
    description: 'Processor seconds a second of the whole training process, all its threads.',
    unit: 'short',
    queries: [
      { expr: `rate(process_cpu_seconds_total{${PROCESS}}[$__rate_interval])`, legend: '{{instance}}' },
    ],
  },
  {
    ...third,
    title: 'Event loop lag of the exporter thread',
    description:
      '99th percentile of how late the exporter thread runs its timers. Healthy: about 10 ms, also while a step blocks the training thread.',
    unit: 's',
    queries: [ofProcess('nodejs_eventloop_lag_p99_seconds')],
  },
  {
    kind: 'table',
    width: 24,
    height: 7,
    title: 'Versions',
    description: 'What runs where: versions of the agent and the framework, backend and device of each run.',
    hidden: [
      `max by (job, instance, run, backend, device, framework_version) (${scoped('runInfo')})`,
      `max by (job, instance, run, version) (${series.agentBuildInfo.name}{${SCOPE.join(',')}})`,
    ],
    columns: [
      { label: 'run', title: 'Run', opens: ['run'] },
      { label: 'job', title: 'Job' },
      { label: 'instance', title: 'Instance' },
      { label: 'version', title: 'Agent' },
      { label: 'framework_version', title: 'TensorFlow.js' },
      { label: 'backend', title: 'Backend' },
      { label: 'device', title: 'Device' },
    ],
  },
];
