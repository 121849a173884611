import { type Comparison, comparisonsOf } from '../../symptoms/comparisons.js';
import type { Condition } from '../../symptoms/condition.js';
import type { Symptom } from '../../symptoms/symptom.js';

/**
 * The comparisons whose limits a symptom's panel draws: of each way in which it can be raised the first that the panel
 * shows. Those that accompany it would be crossed by healthy runs all the time.
 */
export function deciding({ condition, limits, panel }: Symptom): readonly Comparison[] {
  const isShown = ({ term, limit }: Comparison) =>
    panel.series.includes(term.key) &&
    // An age may be limited in seconds and in steps; the panel shows the one in its own unit.
    (term.kind !== 'age' || (limits[limit]?.unit === 'seconds') === (panel.unit === 's'));
  return alternatives(condition).flatMap((way) => way.find(isShown) ?? []);
}

/** The ways in which a condition can be met, each with its comparisons in the order they are written. */
function alternatives(condition: Condition): readonly (readonly Comparison[])[] {
  switch (condition.kind) {
    case 'compare':
      return [[condition]];
    case 'unless':
      return alternatives(condition.when);
    case 'any':
      return condition.of.flatMap(alternatives);
    case 'all': {
      const [first, ...rest] = condition.of;
      const beside = rest.flatMap(comparisonsOf);
      return alternatives(first).map((way) => [...way, ...beside]);
    }
  }
}
