import { series } from '../../series.js';
import type { PanelSpec } from './panel.js';
import { SCOPE } from './query.js';

const RUNS = `${series.runInfo.name}{${SCOPE.join(',')}`;

/** The host of a scraped address. */
const HOST = '"instance", "(.+?)(?::[0-9]+)?"';

/**
 * A metric of NVIDIA's DCGM exporter for the GPUs of the chosen runs: of the same pod where the exporter knows pods, and
 * of the same host, by its name or its address.
 * https://docs.nvidia.com/datacenter/dcgm/latest/gpu-telemetry/dcgm-exporter.html
 */
function ofTheRuns(metric: string): string {
  const hosts = `label_replace(${RUNS}}, "host", "$1", ${HOST})`;
  const named = `label_replace(${metric}, "host", "$1", "Hostname", "(.+)")`;
  const scraped = `label_replace(${metric}, "host", "$1", ${HOST})`;
  const ofPods = `${metric}{pod!=""} and on (namespace, pod) ${RUNS},pod!=""}`;
  return `max by (Hostname, instance, gpu) ((${named} and on (host) ${hosts}) or (${scraped} and on (host) ${hosts}) or (${ofPods}))`;
}

const chart = { kind: 'timeseries', width: 8, height: 7 } as const;

const gpuQuery = (metric: string) => ({ expr: ofTheRuns(metric), legend: '{{Hostname}} GPU {{gpu}}' });

/** The GPUs under the runs. */
export const gpu: readonly PanelSpec[] = [
  {
    ...chart,
    title: 'GPU utilization',
    description:
      'Share of time in which the GPU computed anything. Low while steps are slow: it waits for data or for the host.',
    unit: 'percent',
    queries: [gpuQuery('DCGM_FI_DEV_GPU_UTIL')],
  },
  {
    ...chart,
    title: 'Tensor cores',
    description:
      'Share of cycles in which the tensor cores were busy. Near zero for float32 without TF32: much of the GPU is idle.',
    unit: 'percentunit',
    queries: [gpuQuery('DCGM_FI_PROF_PIPE_TENSOR_ACTIVE')],
  },
  {
    ...chart,
    title: 'GPU memory used',
    description:
      'Frame buffer in use. TensorFlow takes nearly all at its start; a climb under another backend is a leak.',
    unit: 'mbytes',
    queries: [gpuQuery('DCGM_FI_DEV_FB_USED')],
  },
  {
    ...chart,
    title: 'GPU power',
    description: 'Power drawn. Far below the card’s limit while it trains: it is not the GPU that limits.',
    unit: 'watt',
    queries: [gpuQuery('DCGM_FI_DEV_POWER_USAGE')],
  },
  {
    ...chart,
    title: 'GPU temperature',
    description:
      'Temperature of the core. From about 85 °C cards slow down, which looks like a drop of throughput.',
    unit: 'celsius',
    queries: [gpuQuery('DCGM_FI_DEV_GPU_TEMP')],
  },
  {
    ...chart,
    title: 'Last Xid error',
    description:
      'Number of the last error that the driver reported, 0 for none. 48, 63, 79 and 94 ask for another card.',
    unit: 'none',
    queries: [gpuQuery('DCGM_FI_DEV_XID_ERRORS')],
  },
];
