/** A number as a person reads it, in four digits, whole ones in full: 0.00012, 1e-30, 60000. */
export function writeNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  if (size < 1e6 && Number.isInteger(value)) return String(value);
  if (size < 1e-4 || size >= 1e6) return withPower(Number(value.toPrecision(4)));
  return String(Number(value.toPrecision(4)));
}

/** With a power of ten, in as many digits as it has: 1.5e6. */
export const withPower = (value: number): string => value.toExponential().replace('e+', 'e');

/** A time as a person tells it: 85 ms, 2.4 s, 21 s, 3 min 5 s. */
export function writeSeconds(seconds: number): string {
  if (!(seconds >= 0 && seconds < 1e9)) return 'an unknown time';
  if (seconds < 1e-3) return 'under 1 ms';
  if (seconds < 0.9995) return `${Math.round(1000 * seconds)} ms`;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Whether a limit is one that must be reached: which side a number is on, and how it was judged, tell. */
export const isLeast = (value: number | null, limit: number | null, hasFailed: boolean): boolean =>
  value !== null && limit !== null && (hasFailed ? value < limit : value > limit);

/** A number beside its limit; empty where there is neither. */
export function writeAgainst(value: number | null, limit: number | null, hasFailed: boolean): string {
  const told = [
    value === null ? [] : writeNumber(value),
    limit === null ? [] : `${isLeast(value, limit, hasFailed) ? 'at least' : 'limit'} ${writeNumber(limit)}`,
  ];
  return told.flat().join(', ');
}

/** A count with its noun: `1 example`, `2 examples`. */
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
