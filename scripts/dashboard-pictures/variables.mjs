/** A regular expression inside a string of PromQL: both escape with a backslash. */
const escaped = (text) => text.replaceAll(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');
const list = (value) => (Array.isArray(value) ? value : [value]);

/** How `${name:format}` writes what is chosen. */
const formats = {
  raw: ({ values }) => values.join(','),
  csv: ({ values }) => values.join(','),
  pipe: ({ values }) => values.join('|'),
  text: ({ text }) => text,
  queryparam: ({ name, values }) =>
    values.map((value) => `var-${name}=${encodeURIComponent(value)}`).join('&'),
  regex: ({ regex }) => regex,
};

/**
 * What a dashboard's variables stand for, by name: the current choice, or the one given in `chosen` (`{ run: ['a'] }`).
 */
export function variablesOf({ templating }, chosen = {}) {
  return new Map((templating?.list ?? []).map((variable) => [variable.name, choice(variable, chosen)]));
}

function choice({ name, label = name, type, multi, includeAll, allValue, current, query, hide }, chosen) {
  const picked = chosen[name] ?? current?.value ?? query ?? '';
  const values = list(type === 'datasource' ? 'prometheus' : picked);
  const isAll = values.includes('$__all');
  const text = isAll ? 'All' : list(chosen[name] ? picked : (current?.text ?? values)).join(' + ');
  // A variable that allows one choice alone is no regular expression: an interval, a label's name.
  const written = multi || includeAll ? values.map(escaped) : values;
  const some = written.length > 1 ? `(${written.join('|')})` : written[0];
  const regex = isAll ? (allValue ?? '.*') : some;
  return { name, label, values, text, regex, isHidden: hide === 2 || type === 'datasource' };
}

/** What Grafana itself sets, for a time span in seconds: scraped each second, drawn with a point each `step` seconds. */
export const builtIn = (span, step) =>
  new Map(
    Object.entries({
      __rate_interval: '5s',
      __rate_interval_ms: '5000',
      __interval: `${step}s`,
      __interval_ms: `${step * 1000}`,
      __range: `${span}s`,
      __range_s: `${span}`,
      __range_ms: `${span * 1000}`,
    }).map(([name, value]) => [name, { name, values: [value], text: value, regex: value }]),
  );

// `$1` belongs to label_replace.
const VARIABLE = /\$([a-z_]\w*)|\$\{(\w+)(?::(\w+))?\}/gi;

/** A text with its variables filled in; `unknown` says what stands for one that nobody declared. */
export function fillIn(text, variables, format = 'regex', unknown = (written) => written) {
  return text.replaceAll(VARIABLE, (written, bare, braced, wanted = format) => {
    const variable = variables.get(bare ?? braced);
    const write = formats[wanted];
    return variable && write ? write(variable) : unknown(written);
  });
}

/** A query with its variables filled in; throws where it names one that is not known. */
export const filledQuery = (expr, variables) =>
  fillIn(expr, variables, 'regex', (written) => {
    throw new Error(`expected a variable of the dashboard or of Grafana, found ${written} in ${expr}`);
  });
