import type { Condition, Term } from '../../dist/symptoms/condition.js';
import type { Symptom } from '../../dist/symptoms/symptom.js';

/** Whether a tape can show a symptom to Prometheus: nothing in its condition is a time of the clock, or an absence. */
export const isComparable = ({ decidedBy, condition }: Symptom): boolean =>
  decidedBy === 'both' && termsOf(condition).every(({ kind }) => kind !== 'age' && kind !== 'vanished');

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
