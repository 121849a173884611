import type { Condition } from './condition.js';

export type Comparison = Condition & { readonly kind: 'compare' };

/** Every comparison of a condition in the order it is written; an alert carries the value and limit of the first. */
export function comparisonsOf(condition: Condition): readonly [Comparison, ...Comparison[]] {
  switch (condition.kind) {
    case 'compare':
      return [condition];
    case 'unless':
      return [...comparisonsOf(condition.when), ...comparisonsOf(condition.not)];
    default: {
      const [first, ...rest] = condition.of;
      return [...comparisonsOf(first), ...rest.flatMap(comparisonsOf)];
    }
  }
}
