import type { SymptomEvent } from 'trainvitals';
import type { ZooRun } from './run.js';

export interface Judgement {
  /** The expected symptom was never raised, or not on one of the layers that have it. */
  readonly missed: boolean;
  /** Raised with severity warning or above, and not true of the run. */
  readonly wrong: readonly SymptomEvent[];
}

/** Compares what was raised with what is true of the run. */
export function judge(run: ZooRun, raised: readonly SymptomEvent[]): Judgement {
  const grave = raised.filter(({ severity }) => severity !== 'info');
  if (run.kind === 'healthy') return { missed: false, wrong: grave };
  const { symptom, layers, alsoAllowed = [] } = run.expects;
  const isRight = (event: SymptomEvent) =>
    event.symptom === symptom && (layers === undefined || layers.includes(event.layer ?? ''));
  return {
    missed: !raised.some(isRight),
    wrong: grave.filter((event) => !isRight(event) && !alsoAllowed.includes(event.symptom)),
  };
}
