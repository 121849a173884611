import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Symptom } from '../../symptoms/symptom.js';
import { board } from './board.js';
import { glance } from './glance.js';
import { gpu } from './gpu.js';
import type { PanelSpec } from './panel.js';
import { preflight } from './preflight.js';
import { ofRuns, query, recorded } from './query.js';
import { symptomPanels } from './symptom-panel.js';

const chart = { kind: 'timeseries', unit: 'none', width: 12, height: 8 } as const;
const third = { kind: 'timeseries', unit: 'none', width: 8, height: 7 } as const;

/** One run: is it healthy, how far is it, what is wrong, what does its machine do. */
export const runDashboard = (catalogue: readonly Symptom[]): Dashboard =>
  board({
    name: 'run',
    description:
      'One training run from top to bottom: is it well, how far is it, its loss, its symptoms, its machine.',
    catalogue,
    rows: [
      { title: 'At a glance', panels: glance },
      { title: 'Loss', panels: loss },
      { title: 'Symptoms of the run', panels: symptomPanels(catalogue, 'run') },
      { title: 'Before the run, where a preflight is known', panels: preflight },
      { title: 'Progress and throughput', panels: progress },
      { title: 'GPU, where NVIDIA’s DCGM exporter is scraped', panels: gpu },
    ],
  });

const loss: readonly PanelSpec[] = [
  {
    ...chart,
    title: 'Loss',
    description:
      'Train: as the optimizer sees it, penalty included. Validation: as evaluated, without the penalty.',
    queries: [query('loss')],
  },
  {
    ...chart,
    title: 'Data loss, smoothed, best and initial',
    description: 'Healthy: the smoothed loss stays near its best and both leave the initial level.',
    queries: [
      query('dataLoss', {}, 'data'),
      query('lossSmoothed', {}, 'smoothed'),
      query('lossBest', {}, 'best'),
      query('lossInitial', {}, 'initial'),
    ],
  },
  {
    ...third,
    title: 'Metrics',
    description:
      'Accuracy and whatever else was compiled or reported. A gap between the splits is overfitting.',
    queries: [query('metric')],
  },
  {
    ...third,
    title: 'Learning rate',
    description: 'Learning rate of the last step: steps down where a schedule decays it.',
    queries: [query('learningRate')],
    logarithmic: true,
  },
  {
    ...third,
    title: 'Gradient norm',
    description:
      'Norm of the whole gradient. Healthy: stays within about one power of ten of its own history.',
    queries: [query('gradientNorm')],
    logarithmic: true,
  },
];

const progress: readonly PanelSpec[] = [
  {
    ...third,
    title: 'Throughput',
    description: 'Steps and examples per second. A lasting drop is the input pipeline or a busy machine.',
    queries: [
      ofRuns('run:training_steps:rate2m', 'steps'),
      {
        // Each instance has examples of its own, whereas all take the same steps.
        expr: `sum by (job, run) (${recorded('run:training_examples:rate2m')})`,
        legend: 'examples {{run}}',
      },
    ],
  },
  {
    ...third,
    title: 'Step duration',
    description: 'Median and 95th percentile of a training step; validation is not part of it.',
    unit: 's',
    queries: [
      query('stepDurationTypical', {}, 'median'),
      ofRuns('run:training_step_duration_seconds:p95_5m', 'p95'),
    ],
  },
  {
    ...third,
    title: 'Own time of a step, by rank',
    description:
      'Median time of a step in which a rank does not wait for others; only of runs on several ranks. Healthy: one line beside the other.',
    unit: 's',
    queries: [query('stepOwnTimeTypical')],
  },
  {
    ...third,
    title: 'Tensor memory',
    description: 'Bytes of tensors the framework holds. Healthy: flat after the first steps.',
    unit: 'bytes',
    queries: [query('tensorBytes')],
  },
  {
    ...third,
    title: 'Tensors',
    description: 'Tensors the framework holds. A line that climbs step after step is a leak.',
    unit: 'short',
    queries: [query('tensors')],
  },
  {
    ...third,
    title: 'Epochs',
    description: 'Epochs finished per second; empty for a hand-written loop that has none.',
    queries: [query('epochs')],
  },
];
