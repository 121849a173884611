/**
 * Answers of Prometheus as frames, what Grafana calls a table of fields: `{ refId, length, fields }`, a field being
 * `{ name, type, values, labels, legend }`.
 */

/** The name of a series: its legend with labels filled in, or metric and labels as Prometheus writes them. */
export function legendOf(legendFormat, labels) {
  if (legendFormat && legendFormat !== '__auto')
    return legendFormat.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? '').trim();
  const { __name__ = '', ...others } = labels;
  const written = Object.entries(others).map(([label, value]) => `${label}="${value}"`);
  return written.length > 0 ? `${__name__}{${written.join(', ')}}` : __name__ || 'Value';
}

/** A series each, as lines are drawn. Gaps are null, so that all have the same times. */
export function seriesFrames({ refId, legendFormat }, series, { from, to, step }) {
  const times = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
  return series.map(({ labels, values }) => {
    const line = times.map(() => null);
    for (const [time, value] of values) line[Math.round((time - from) / step)] = value;
    return frame(refId, [timeField(times), valueField('Value', line, labels, legendFormat)]);
  });
}

/** A series each, of one value. */
export const instantFrames = ({ refId, legendFormat }, samples, time) =>
  samples.map(({ labels, value }) =>
    frame(refId, [timeField([time]), valueField('Value', [value], labels, legendFormat)]),
  );

/** One table of all series, a column a label. `several` queries in a panel call their values `Value #A`. */
export function tableFrames({ refId }, samples, time, several) {
  if (samples.length === 0) return [];
  const labels = [...new Set(samples.flatMap((sample) => Object.keys(sample.labels)))].sort();
  const columns = labels.map((name) => ({
    name,
    type: 'string',
    values: samples.map((sample) => sample.labels[name] ?? ''),
  }));
  const name = several ? `Value #${refId}` : 'Value';
  const value = {
    name,
    type: 'number',
    values: samples.map((sample) => sample.value),
  };
  return [frame(refId, [timeField(samples.map(() => time)), ...columns, value])];
}

/** A frame of fields of one length. */
export const frame = (refId, fields) => ({ refId, length: fields[0]?.values.length ?? 0, fields });

/** What a field is called where it is shown, and by which transformations find it. */
export const nameOf = ({ renamed, legend, name }) => renamed ?? legend ?? name;

const timeField = (values) => ({ name: 'Time', type: 'time', values });
const valueField = (name, values, labels, legendFormat) => ({
  name,
  type: 'number',
  values,
  labels,
  legend: legendOf(legendFormat, labels),
});
