import type { Limit } from './symptom.js';

/** Values of a case series, one a tick: each pair holds a value for a number of ticks. */
export const timeline = (
  ...spans: readonly (readonly [value: number | null, ticks: number])[]
): readonly (number | null)[] => spans.flatMap(([value, ticks]) => Array<number | null>(ticks).fill(value));

/** One value a tick from a function of the tick, as the Unix times of last steps need it. */
export const ramp = (ticks: number, at: (tick: number) => number): readonly number[] =>
  Array.from({ length: ticks }, (_, tick) => at(tick));

/** The value just over a limit: one more where it is counted, else 1 % of it. */
export const over = (limit: Limit): number => limit.value + grain(limit);

/** The value just under a limit. */
export const under = (limit: Limit): number => limit.value - grain(limit);

function grain({ value, unit }: Limit): number {
  if (unit === 'steps' || unit === 'count') return 1;
  return value === 0 ? 1e-6 : Math.abs(value) / 100;
}
