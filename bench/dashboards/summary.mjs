import { median } from '../numbers.mjs';

/** Above this a person waits. */
const SLOW_MS = 1000;
const SLOWEST = 3;

/** A line of the table: what a dashboard asks, and how long it takes. */
export function rowOf({ queries, rounds, wholeMs }) {
  const times = queries.map(({ ms }) => ms);
  const slowestMs = Math.max(...times);
  return {
    queries: queries.length,
    mostSeries: Math.max(...queries.map(({ series }) => series)),
    bytes: queries.reduce((total, { bytes }) => total + bytes, 0),
    medianMs: median(times),
    slowestMs,
    slowestPlace: queries.find(({ ms }) => ms === slowestMs)?.place,
    slow: times.filter((ms) => ms > SLOW_MS).length,
    rounds,
    wholeMs,
  };
}

/** The slowest queries of each scope by name; what several dashboards or panels ask is told once. */
export function slowestOf(queries) {
  const ordered = [...queries].sort((a, b) => b.ms - a.ms);
  return [...new Set(queries.map(({ scope }) => scope))].flatMap((scope) =>
    ordered
      .filter(
        (query, index) =>
          query.scope === scope &&
          ordered.findIndex((other) => other.scope === scope && other.expr === query.expr) === index,
      )
      .slice(0, SLOWEST),
  );
}
