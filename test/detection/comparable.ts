import type { Condition, Term } from '../../dist/symptoms/condition.js';
import type { Symptom } from '../../dist/symptoms/symptom.js';

/** Decided on how long a step takes; a tape that is played at another pace cannot show it. */
const ON_STEP_TIME: readonly string[] = ['throughput-drop', 'straggler'];

/** Whether a tape can show a symptom to Prometheus: nothing in its condition is a time of the clock, or an absence. */
export const isComparable = ({ id, decidedBy, condition }: Symptom): boolean =>
  decidedBy === 'both' &&
  !ON_STEP_TIME.includes(id) &&
  termsOf(condition).every(({ kind }) => kind !== 'age' && kind !== 'vanished');

function termsOf(condition: Condition): readonly Term[] {
  switch (condition.kind) {
    case 'compare':
      return [condition.term];
    case 'all':
    case 'any':
      return condition.of.flatMap(termsOf);
    case 'unless':
      return [...termsOf(condition.when), ...termsOf(condition.not)];
  }
}
