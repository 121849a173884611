import type { SymptomEvent } from 'trainvitals';
import { isConsequence } from './consequences.js';
import type { HealthyRun, SickRun } from './run.js';

/** What is true of a run. */
export type Truth = Pick<HealthyRun, 'kind'> | Pick<SickRun, 'kind' | 'expects'>;

/** What a judgement looks at of a symptom that was raised. */
export type Sighting = Pick<SymptomEvent, 'symptom' | 'severity' | 'layer' | 'step'>;

export interface Judgement<S extends Sighting> {
  /** The expected symptom as it was first raised, on whatever layer. */
  readonly found: S | undefined;
  /** Whether a layer that has it was named; undefined where nothing was found, or the run does not say which. */
  readonly placed: boolean | undefined;
  /** The expected symptom on layers that do not have it. */
  readonly misplaced: readonly S[];
  /** Raised with severity warning or above, and not true of the run. */
  readonly wrong: readonly S[];
}

/**
 * Compares what was raised with what is true of the run. Beside the expected symptom, its declared consequences are
 * true once it was raised, and what the run says is true as well. Before the onset nothing is.
 */
export function judge<S extends Sighting>(run: Truth, raised: readonly S[]): Judgement<S> {
  const grave = (events: readonly S[]) => events.filter(({ severity }) => severity !== 'info');
  if (run.kind === 'healthy')
    return { found: undefined, placed: undefined, misplaced: [], wrong: grave(raised) };

  const { symptom, layers, alsoAllowed = [], onset = 0 } = run.expects;
  const since = raised.filter(({ step }) => step >= onset);
  const expected = since.filter((event) => event.symptom === symptom);
  const [found] = expected;
  const isTrue = (event: S) =>
    event.step >= onset &&
    (event.symptom === symptom ||
      alsoAllowed.includes(event.symptom) ||
      (found !== undefined && isConsequence(event.symptom, symptom)));
  const has = ({ layer }: S) => layers === undefined || layers.includes(layer ?? '');
  return {
    found,
    placed: found && layers && expected.some(has),
    misplaced: grave(expected).filter((event) => !has(event)),
    wrong: grave(raised).filter((event) => !isTrue(event)),
  };
}
