import type { Severity } from '../../dist/symptoms/symptom.js';
import { judge } from '../zoo/judge.js';
import type { Raised, Trial } from './outcome.js';

/** How one symptom was decided. */
export interface SymptomRow {
  readonly symptom: string;
  readonly severity: Severity;
  /** Trainings that have it, and those of them in which it was raised. */
  readonly sick: number;
  readonly found: number;
  /** Trainings that do not have it, in which it was raised with severity warning or above. */
  readonly falsely: number;
  /** Steps from the onset to the first raise. */
  readonly medianSteps: number | undefined;
  readonly maxSteps: number | undefined;
  /** Of the found ones that say which layers have it: how many, and how many named one of these. */
  readonly withLayers: number;
  readonly layerRight: number;
  /** How many named another layer, in place of it or beside it. */
  readonly layerWrong: number;
}

export interface HealthyRow {
  readonly runs: number;
  readonly steps: number;
  /** Runs in which anything was raised with severity warning or above, and how many times. */
  readonly alarmed: number;
  readonly alarms: number;
}

export interface Confusion {
  readonly symptoms: readonly SymptomRow[];
  readonly healthy: HealthyRow;
}

/** Compares trainings of one setting with what is true of them; symptoms that none has and none raised have no row. */
export function confusion(
  trials: readonly Trial[],
  symptoms: readonly { readonly id: string; readonly severity: Severity }[],
): Confusion {
  const judged = trials
    .filter(({ error }) => error === undefined)
    .map((trial) => ({ ...trial, ...judge<Raised>(trial.truth, trial.raised) }));
  const rows = symptoms.map(({ id, severity }): SymptomRow => {
    const sick = judged.filter(({ truth }) => truth.kind === 'sick' && truth.expects.symptom === id);
    const found = sick.filter((each) => each.found);
    const delays = found.map(({ truth, found }) => (found?.step ?? 0) - onsetOf(truth));
    return {
      symptom: id,
      severity,
      sick: sick.length,
      found: found.length,
      falsely: judged.filter(({ wrong }) => wrong.some(({ symptom }) => symptom === id)).length,
      medianSteps: median(delays),
      maxSteps: delays.length > 0 ? Math.max(...delays) : undefined,
      withLayers: found.filter(({ placed }) => placed !== undefined).length,
      layerRight: found.filter(({ placed }) => placed === true).length,
      layerWrong: found.filter(({ misplaced }) => misplaced.length > 0).length,
    };
  });
  const healthy = judged.filter(({ truth }) => truth.kind === 'healthy');
  return {
    symptoms: rows.filter(({ sick, falsely }) => sick > 0 || falsely > 0),
    healthy: {
      runs: healthy.length,
      steps: sum(healthy.map(({ steps }) => steps)),
      alarmed: healthy.filter(({ wrong }) => wrong.length > 0).length,
      alarms: sum(healthy.map(({ wrong }) => wrong.length)),
    },
  };
}

const onsetOf = (truth: Trial['truth']): number => (truth.kind === 'sick' ? (truth.expects.onset ?? 0) : 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function median(numbers: readonly number[]): number | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}
