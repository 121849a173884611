import { seriesOf } from '../series.js';
import { comparisonsOf } from '../symptoms/comparisons.js';
import type { Term } from '../symptoms/condition.js';
import type { Symptom } from '../symptoms/symptom.js';
import type { RecordingRule } from './rule.js';

/** A term that compares the ranks of a run. */
export type OfRanks = Term & { readonly kind: 'ranks' };

/**
 * The recorded series that holds the comparison, one sample a rank. Alerts and dashboards read it: a dashboard that is
 * narrowed to one instance would compare a rank with itself.
 */
export const recordOf = ({ key, of }: OfRanks): string => `rank:${seriesOf(key).name}:${of}`;

/** The comparisons that the symptoms are decided on. */
export const rankRules = (catalogue: readonly Symptom[]): readonly RecordingRule[] =>
  catalogue
    .flatMap(({ condition }) => comparisonsOf(condition))
    .flatMap(({ term }) =>
      term.kind === 'ranks' ? [{ record: recordOf(term), expr: comparison(term) }] : [],
    );

/** What a run is called by, wherever its ranks are; on Kubernetes two may have one name in two namespaces. */
const RUN = ['job', 'namespace', 'run'];

/** Each rank has another instance: what it is compared with is grouped by the run alone. */
function comparison({ key, of, at }: OfRanks): string {
  const { name, labels } = seriesOf(key);
  const place = [...RUN, ...labels].join(', ');
  const share = `${name} / on (${place}) group_left () quantile by (${place}) (0.5, ${name}) - 1`;
  const compared = of === 'deviation' ? `abs(${share})` : share;
  if (!at) return compared;
  const held = seriesOf(at).name;
  return `${compared}\nand on (${RUN.join(', ')})\n(max by (${RUN.join(', ')}) (${held}) == min by (${RUN.join(', ')}) (${held}))`;
}
