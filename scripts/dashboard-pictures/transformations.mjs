import { frame, nameOf } from './frames.mjs';

/**
 * The transformations of Grafana that are known here, by id: frames in, frames out, as
 * https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/transform-data/ says.
 */
const known = {
  merge,
  joinByField,
  filterFieldsByName,
  organize,
  sortBy,
  limit: (frames, { limitField = 10 }) =>
    frames.map((each) => withRows(each, rowsOf(each).slice(0, Number(limitField)))),
};

/** Frames after a panel's transformations; what is not known is left out and told to `note`. */
export function transformed(frames, transformations = [], note = () => {}) {
  return transformations
    .filter(({ disabled }) => !disabled)
    .reduce((before, { id, options = {}, filter }) => {
      if (known[id] && !filter) return known[id](before, options);
      note(`transformation ${id}${filter ? ' of some queries' : ''}`);
      return before;
    }, frames);
}

const indices = (length) => Array.from({ length }, (_, index) => index);
const rowsOf = ({ length }) => indices(length);
/** The frame with those of its rows, in that order. */
const withRows = (each, rows) => ({
  ...each,
  length: rows.length,
  fields: each.fields.map((field) => ({ ...field, values: rows.map((row) => field.values[row]) })),
});
const fieldNamed = ({ fields }, name) => fields.find((field) => nameOf(field) === name);

/** One frame of rows, which are objects by field name; the fields are those of all frames, in their order. */
function assembled(frames, rows) {
  const fields = new Map();
  for (const field of frames.flatMap((each) => each.fields))
    if (!fields.has(nameOf(field))) fields.set(nameOf(field), field);
  return frame(
    frames[0]?.refId,
    [...fields].map(([name, field]) => ({ ...field, values: rows.map((row) => row[name] ?? null) })),
  );
}
const objectsOf = (each) =>
  rowsOf(each).map((row) =>
    Object.fromEntries(each.fields.map((field) => [nameOf(field), field.values[row]])),
  );

/** Rows become one where they are equal in what all frames have, and contradict each other in nothing. */
function merge(frames) {
  if (frames.length < 2) return frames;
  const names = frames[0].fields.map(nameOf).filter((name) => frames.every((each) => fieldNamed(each, name)));
  const found = new Map();
  const rows = [];
  for (const row of frames.flatMap(objectsOf)) {
    const key = JSON.stringify(names.map((name) => row[name]));
    const alike = found.get(key) ?? [];
    found.set(key, alike);
    const fitting = alike.find((other) =>
      Object.entries(row).every(([name, value]) => !(name in other) || Object.is(other[name], value)),
    );
    if (fitting) Object.assign(fitting, row);
    else {
      alike.push(row);
      rows.push(row);
    }
  }
  return [assembled(frames, rows)];
}

/** A row for each value of one field; names that come twice are numbered, as Grafana shows them. */
function joinByField(frames, { byField, mode = 'outer' }) {
  const joined = frames.filter((each) => fieldNamed(each, byField));
  if (joined.length < 2) return joined;
  const count = (name) => joined.filter((each) => fieldNamed(each, name)).length;
  const numbered = joined.map((each, index) => ({
    ...each,
    fields: each.fields.map((field) => {
      const name = nameOf(field);
      const isTwice = name !== byField && count(name) > 1;
      const number = 1 + joined.slice(0, index).filter((earlier) => fieldNamed(earlier, name)).length;
      return isTwice ? { ...field, legend: undefined, renamed: `${name} ${number}` } : field;
    }),
  }));
  const rows = new Map();
  for (const each of numbered) {
    for (const row of objectsOf(each)) {
      const { times = 0, ...before } = rows.get(row[byField]) ?? {};
      rows.set(row[byField], { ...before, ...row, times: times + 1 });
    }
  }
  const kept = [...rows.values()].filter(({ times }) => mode !== 'inner' || times >= joined.length);
  return [assembled(numbered, kept)];
}

function filterFieldsByName(frames, { include, exclude }) {
  const matches = ({ names = [], pattern }, name) =>
    names.includes(name) || (pattern ? expression(pattern).test(name) : false);
  const isKept = (field) =>
    (!include || matches(include, nameOf(field))) && (!exclude || !matches(exclude, nameOf(field)));
  return frames
    .map((each) => ({ ...each, fields: each.fields.filter(isKept) }))
    .filter(({ fields }) => fields.length > 0);
}

/** A pattern as Grafana writes it: bare, or between slashes with flags. */
export function expression(pattern) {
  const [, inner = pattern, flags = ''] = /^\/(.*)\/([a-z]*)$/.exec(pattern) ?? [];
  return new RegExp(inner, flags.replace('g', ''));
}

function organize(frames, { excludeByName = {}, includeByName = {}, indexByName = {}, renameByName = {} }) {
  const included = Object.keys(includeByName).filter((name) => includeByName[name]);
  const isKept = (name) => !excludeByName[name] && (included.length === 0 || included.includes(name));
  const place = (field) => indexByName[nameOf(field)] ?? Number.MAX_SAFE_INTEGER;
  return frames.map((each) => ({
    ...each,
    fields: each.fields
      .filter((field) => isKept(nameOf(field)))
      .toSorted((a, b) => place(a) - place(b))
      .map((field) => ({ ...field, renamed: renameByName[nameOf(field)] || field.renamed })),
  }));
}

function sortBy(frames, { sort = [] }) {
  return frames.map((each) =>
    sort.reduceRight((sorted, { field: name, desc }) => {
      const values = fieldNamed(sorted, name)?.values;
      if (!values) return sorted;
      const rows = rowsOf(sorted).toSorted((a, b) => compare(values[a], values[b]) * (desc ? -1 : 1));
      return withRows(sorted, rows);
    }, each),
  );
}

/** Numbers by size, texts by alphabet with their numbers by size, what is missing first. */
export function compare(a, b) {
  if (a === null || b === null) return (b === null) - (a === null);
  return typeof a === 'number' ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
}
