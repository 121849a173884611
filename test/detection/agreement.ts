import type { Symptom } from '../../dist/symptoms/symptom.js';
import type { Fired } from './alerts.js';
import { labelOf } from './label.js';
import type { Outcome } from './outcome.js';

/** A symptom, on a layer where it has one, that only the process or only Prometheus named. */
export interface Disagreement {
  readonly run: string;
  readonly seed: number;
  readonly symptom: string;
  readonly layer?: string;
  readonly only: 'process' | 'alert';
}

export interface Agreement {
  /** Trainings, and those in which both named the same set of symptoms and layers. */
  readonly runs: number;
  readonly agreeing: number;
  /** Places (a symptom on a layer) that were named, by symptom. */
  readonly symptoms: readonly {
    readonly symptom: string;
    readonly both: number;
    readonly process: number;
    readonly alert: number;
  }[];
  readonly disagreements: readonly Disagreement[];
}

/** Compares what the process raised with what fired, for the symptoms that both can decide. */
export function agreement(
  outcomes: readonly Outcome[],
  fired: readonly Fired[],
  compared: readonly Pick<Symptom, 'id'>[],
): Agreement {
  const rows = new Map(compared.map(({ id }) => [id, { symptom: id, both: 0, process: 0, alert: 0 }]));
  const found = outcomes.map((outcome) => {
    const label = labelOf(outcome);
    const alerts = fired.filter(({ run }) => run === label);
    const named = new Map([...outcome.raised, ...alerts].map((each) => [placeOf(each), each]));
    return [...named].flatMap(([place, { symptom: id, layer }]): Disagreement[] => {
      const row = rows.get(id);
      if (!row) return [];
      const isRaised = outcome.raised.some((each) => placeOf(each) === place);
      const isFired = alerts.some((each) => placeOf(each) === place);
      const who = isRaised && isFired ? 'both' : isRaised ? 'process' : 'alert';
      row[who]++;
      if (who === 'both') return [];
      const { run, seed } = outcome;
      return [{ run, seed, symptom: id, ...(layer !== undefined && { layer }), only: who }];
    });
  });
  return {
    runs: outcomes.length,
    agreeing: found.filter((disagreements) => disagreements.length === 0).length,
    symptoms: [...rows.values()].filter(({ both, process, alert }) => both + process + alert > 0),
    disagreements: found.flat(),
  };
}

const placeOf = ({ symptom, layer }: { symptom: string; layer?: string | undefined }): string =>
  `${symptom}\u0000${layer ?? ''}`;
