import type { Questions } from './prometheus.js';

/** A query, for one instant or for a range, in Unix seconds. */
export type Asked = { readonly expr: string } & (
  | { readonly time: number }
  | { readonly range: { readonly start: number; readonly end: number; readonly step: number } }
);

/** What a store answers: for each set of labels, as text, values by time. */
export type Answer = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Asks, and leaves out what is not a number: a panel draws nothing there. */
export async function answerOf(store: Questions, asked: Asked): Promise<Answer> {
  const series =
    'time' in asked
      ? (await store.query(asked.expr, asked.time)).map(({ labels, value }) => ({
          labels,
          values: [[asked.time, value] as const],
        }))
      : await store.queryRange(asked.expr, asked.range);
  return new Map(
    series
      .map(({ labels, values }) => ({ labels, values: values.filter(([, value]) => !Number.isNaN(value)) }))
      .filter(({ values }) => values.length > 0)
      .map(({ labels, values }) => [JSON.stringify(Object.entries(labels).sort()), new Map(values)]),
  );
}

/** Where two answers differ, a line each; values may differ by a rounding. */
export function differences(one: Answer, other: Answer, isSame = isClose): string[] {
  const lines: string[] = [];
  for (const labels of new Set([...one.keys(), ...other.keys()])) {
    const [first, second] = [one.get(labels), other.get(labels)];
    if (!first || !second) {
      lines.push(`${labels} only in the ${first ? 'first' : 'second'}: ${[...(first ?? second ?? [])][0]}`);
      continue;
    }
    for (const time of new Set([...first.keys(), ...second.keys()])) {
      const [a, b] = [first.get(time), second.get(time)];
      if (a === undefined || b === undefined || !isSame(a, b)) lines.push(`${labels} at ${time}: ${a}, ${b}`);
    }
  }
  return lines;
}

/** VictoriaMetrics keeps values as decimal numbers, with fewer digits where values of a series are far apart. */
export const isClose = (one: number, other: number): boolean =>
  one === other || Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));

/** The answer without the names of series; a rule gives its results one of its own. */
export const withoutName = (answer: Answer): Answer =>
  new Map(
    [...answer].map(([text, values]) => {
      const labels = (JSON.parse(text) as [string, string][]).filter(([name]) => name !== '__name__');
      return [JSON.stringify(labels), values];
    }),
  );
