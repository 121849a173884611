/** A number in four digits; null is what is not finite, undefined what was not measured. */
export function number(value: number | null | undefined): string {
  if (value === undefined) return 'not measured';
  if (value === null) return 'not finite';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6))
    return Number(value.toPrecision(3)).toExponential().replace('e+', 'e');
  return String(Number(value.toPrecision(4)));
}

/** A share of 1 in per cent. */
export const percent = (value: number | null | undefined): string =>
  Number.isFinite(value) ? `${number(100 * Number(value))} %` : number(value);

/** Seconds, in the unit that suits them. */
export function seconds(value: number | null | undefined): string {
  if (typeof value !== 'number') return number(value);
  if (value < 1e-3) return `${number(value * 1e6)} µs`;
  return value < 1 ? `${number(value * 1e3)} ms` : `${number(value)} s`;
}

const UNITS: readonly [string, number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
];

/** A time span in its two largest units: `2 h 5 min`. */
export function duration(value: number): string {
  if (!(value >= 0 && value < 1e10)) return 'unknown';
  let rest = Math.round(value);
  const parts = UNITS.map(([unit, size]): [string, number] => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return [unit, count];
  });
  const first = parts.findIndex(([, count]) => count > 0);
  if (first < 0) return '0 s';
  const shown = parts.slice(first, first + 2).filter(([, count]) => count > 0);
  return shown.map(([unit, count]) => `${count} ${unit}`).join(' ');
}

/** Unix time in seconds as the reader's clock shows it. */
export const clock = (time: number): string =>
  new Date(time * 1000).toLocaleTimeString(undefined, { hour12: false });

/** A count with its noun: `1 symptom`, `2 symptoms`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
