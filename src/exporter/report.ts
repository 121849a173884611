import type { RunState, SymptomEvent } from '../handle.js';
import type { WatchedRun } from './watched-run.js';

/** A run as JSON; `null` is not measured, or not a finite number. */
export interface RunReport {
  readonly run: string;
  readonly state: RunState;
  readonly step: number;
  readonly loss: number | null;
  readonly dataLoss: number | null;
  readonly validationLoss: number | null;
  /** By name; of the split `validation` with `val_` in front, as tfjs does. */
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly stepsPerSecond: number | null;
  readonly plannedSteps: number | null;
  /** The agent's share of step time. */
  readonly overhead: number | null;
  readonly symptoms: readonly SymptomEvent[];
}

/** What `/api/run` answers. */
export function report({ facts, state, vitals, watcher }: WatchedRun): RunReport {
  const { store } = vitals;
  const metrics: Record<string, number | null> = {};
  for (const { labels, value } of store.all('metric')) {
    const name = labels.split === 'validation' ? `val_${labels.metric}` : (labels.metric ?? '');
    if (value !== undefined) metrics[name] = finite(value);
  }
  const duration = store.get('stepDurationTypical');
  return {
    run: facts.run,
    state,
    step: store.step,
    loss: finite(store.get('loss', { split: 'train' })),
    dataLoss: finite(store.get('dataLoss')),
    validationLoss: finite(store.get('loss', { split: 'validation' })),
    metrics,
    stepsPerSecond: duration ? finite(1 / duration) : null,
    plannedSteps: finite(store.get('plannedSteps')),
    overhead: finite(store.get('agentOverhead')),
    symptoms: watcher.active,
  };
}

const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : null);
