import type { SeriesKey } from '../../series.js';
import type { LabelFilter } from '../../symptoms/condition.js';
import type { PanelSpec } from './panel.js';
import { SCOPE, scoped } from './query.js';
import type { Column } from './table.js';
import { HEALTH, STATE } from './value.js';
import { FACTS } from './variables.js';

const BY = 'job, run';

const state = (name: string): string => scoped('runState', { state: [name] });

/** State of a run as a number, while it is scraped. */
export const STATE_OF_RUN = `max by (${BY}) (${state('running')} == 1 or 2 * (${state('finished')} == 1) or 3 * (${state('failed')} == 1))`;

/** The same for all runs of the time shown: how it ended, or that it is gone without a word. */
function lastState(): string {
  // What a run is now goes first: it may have failed, or gone, on another instance before.
  const last = (name: string) => `(last_over_time(${state(name)}[$__range]) == 1)`;
  return `${STATE_OF_RUN} or max by (${BY}) (2 * ${last('finished')} or 3 * ${last('failed')} or 4 * ${last('running')})`;
}

const ofRun = (selected: string): string => `max by (${BY}) (${selected})`;
const record = (name: string): string => `${name}{${SCOPE.join(',')}}`;

/** What is now, or else was last in the time shown: a run that has ended is no longer scraped. */
const latest = (selected: string): string =>
  `${ofRun(selected)} or ${ofRun(`last_over_time(${selected}[$__range])`)}`;
const value = (key: SeriesKey): string => latest(scoped(key));

/** The best of the time shown. */
const best = (which: 'min' | 'max', key: SeriesKey, filter: LabelFilter = {}): string =>
  `${which} by (${BY}) (${which}_over_time(${scoped(key, filter)}[$__range]))`;

const factsOfRun = (facts: readonly string[]): string =>
  `max by (${BY}, ${facts.join(', ')}) (last_over_time(${scoped('runInfo')}[$__range]))`;

const run: Column = { label: 'run', title: 'Run', opens: ['run'] };
const facts: readonly Column[] = [
  { label: 'optimizer', title: 'Optimizer' },
  { label: 'model', title: 'Model' },
  { label: 'backend', title: 'Backend' },
  { label: 'device', title: 'Device' },
];

const table = { kind: 'table', width: 24, height: 10 } as const;

/** Which runs there are and how they do; what they were given and what came of it. */
export const fleetTables: readonly PanelSpec[] = [
  {
    ...table,
    title: 'All runs',
    description:
      'Each run of the time shown, with its last numbers where it is over. Gone: it was running when its process was last scraped. Click a run to open it.',
    sortBy: 'Health',
    hidden: [factsOfRun(FACTS)],
    columns: [
      run,
      { title: 'State', expr: lastState(), values: STATE },
      { title: 'Health', expr: latest(record('run:training_health:level')), values: HEALTH },
      { title: 'Progress', expr: latest(record('run:training_progress:ratio')), unit: 'percentunit' },
      { title: 'Steps', expr: value('steps'), unit: 'short' },
      { title: 'Steps per second', expr: ofRun(record('run:training_steps:rate2m')) },
      { title: 'Last sign of training', expr: `time() - ${ofRun(scoped('lastActivity'))}`, unit: 's' },
      { title: 'Overhead', expr: value('agentOverhead'), unit: 'percentunit' },
      ...facts,
      { label: 'job', title: 'Job' },
    ],
  },
  {
    ...table,
    title: 'Hyper-parameters and results',
    description:
      'What each run was given, and its last and best of the time shown: sort by a result to see which choice led to it. The learning rate is the largest, which a schedule decays; the batch is the mean.',
    hidden: [factsOfRun(['model', 'optimizer', 'backend'])],
    columns: [
      run,
      { label: 'model', title: 'Model' },
      { label: 'optimizer', title: 'Optimizer' },
      { title: 'Largest learning rate', expr: best('max', 'learningRate') },
      { title: 'Batch', expr: `(${value('examples')}) / (${value('steps')})` },
      { title: 'Initial loss', expr: value('lossInitial') },
      { title: 'Loss', expr: value('lossSmoothed') },
      { title: 'Best loss', expr: value('lossBest') },
      { title: 'Best validation loss', expr: best('min', 'loss', { split: ['validation'] }) },
      {
        title: 'Best validation accuracy',
        expr: best('max', 'metric', { split: ['validation'], metric: ['acc', 'accuracy'] }),
        unit: 'percentunit',
      },
      { label: 'backend', title: 'Backend' },
      { label: 'job', title: 'Job' },
    ],
  },
];
