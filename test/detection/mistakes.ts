import { judge } from '../zoo/judge.js';
import type { Part } from '../zoo/run.js';
import { describe, type Raised, type Trial } from './outcome.js';

/** One thing that a detector got wrong in one training. */
export interface Mistake {
  readonly run: string;
  readonly seed: number;
  readonly part: Part;
  readonly setting: string;
  /** What the run has; absent where it is healthy. */
  readonly expected?: string;
  readonly kind: 'missed' | 'wrong layer' | 'false alarm';
  /** `symptom[layer]@step`: what was raised wrongly; of a miss, all that was raised. */
  readonly raised: string;
}

/** Every miss, every wrong layer and every false alarm, in the order of the trainings. */
export const mistakesOf = (trials: readonly Trial[]): readonly Mistake[] =>
  trials
    .filter(({ error }) => error === undefined)
    .flatMap(({ run, seed, part, setting, truth, raised }) => {
      const { found, misplaced, wrong } = judge<Raised>(truth, raised);
      const expected = truth.kind === 'sick' ? truth.expects.symptom : undefined;
      const facts = { run, seed, part, setting, ...(expected !== undefined && { expected }) };
      const mistakes: Mistake[] = [];
      if (expected !== undefined && !found)
        mistakes.push({ ...facts, kind: 'missed', raised: describe(raised) || '–' });
      if (misplaced.length > 0) mistakes.push({ ...facts, kind: 'wrong layer', raised: describe(misplaced) });
      if (wrong.length > 0) mistakes.push({ ...facts, kind: 'false alarm', raised: describe(wrong) });
      return mistakes;
    });
