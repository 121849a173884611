import type { Variable } from './dashboard.js';

/** Values that are chosen by hand, by the name of their variable: `{ run: 'run-042' }`. */
export type Chosen = Readonly<Record<string, string>>;

/** Seconds that a dashboard shows, and between two scrapes. */
export const SHOWN = 3600;
export const SCRAPED_EVERY = 15;

/** What Grafana fills in by itself; a rate spans four scrapes at least. */
const builtIn = (step: number): Chosen => ({
  __rate_interval: `${Math.max(step + SCRAPED_EVERY, 4 * SCRAPED_EVERY)}s`,
  __interval: `${step}s`,
  __interval_ms: `${1000 * step}`,
  __range: `${SHOWN}s`,
  __range_s: `${SHOWN}`,
  __range_ms: `${1000 * SHOWN}`,
});

/** What a variable stands for in queries; everything where it has an "All". */
export function standsFor({
  name,
  type,
  query,
  includeAll,
  allValue,
  current,
}: Variable): [string, string][] {
  if (type === 'datasource' || type === 'adhoc') return [];
  const value = [current?.value ?? []].flat();
  if (value.length > 0 && !value.includes('$__all'))
    return [[name, value.length === 1 ? String(value[0]) : `(${value.join('|')})`]];
  if (includeAll) return [[name, allValue ?? '.+']];
  const [first] = typeof query === 'string' && type !== 'query' ? query.split(',') : [];
  return first === undefined ? [] : [[name, first.trim()]];
}

/** The query as Grafana sends it; a variable that has no value is an error. `$1` is a group of a `label_replace`. */
export const filledIn = (expr: string, chosen: Chosen, step = SCRAPED_EVERY): string => {
  const known = { ...builtIn(step), ...chosen };
  return expr.replaceAll(
    /\$\{([A-Za-z_]\w*)(?::\w+)?\}|\$([A-Za-z_]\w*)|\[\[(\w+)\]\]/g,
    (written, braced, plain, old) => {
      const value = known[braced ?? plain ?? old];
      if (value === undefined)
        throw new Error(`"${expr}": expected a variable with a value, found ${written}`);
      return value;
    },
  );
};
