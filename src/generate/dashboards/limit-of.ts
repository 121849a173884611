import type { SeriesKey } from '../../series.js';
import { comparisonsOf } from '../../symptoms/comparisons.js';
import type { Symptom } from '../../symptoms/symptom.js';
import type { Limit } from './query.js';
import { COLOR, type Color } from './thresholds.js';

/** The limit of the symptom that is first of all decided on a series, with the color of its severity. */
export function limitOf(
  key: SeriesKey,
  catalogue: readonly Symptom[],
): { readonly limit?: Limit; readonly color?: Color } {
  for (const { condition, limits, severity } of catalogue) {
    const [first] = comparisonsOf(condition);
    const value = first?.term.key === key ? limits[first.limit]?.value : undefined;
    if (first && value !== undefined)
      return {
        limit: first.op.startsWith('<') ? { below: value } : { above: value },
        color: COLOR[severity],
      };
  }
  return {};
}
