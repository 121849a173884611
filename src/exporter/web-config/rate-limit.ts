import { shown } from '../../option-checks.js';
import { refuse, type Section } from './section.js';

/** How many requests are answered: one each `interval` seconds, and `burst` at once after a while without. */
export interface RateLimit {
  readonly interval: number;
  readonly burst: number;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Go counts nanoseconds in 63 bits. */
const LONGEST = 2 ** 63 / 1e9;

/** Reads `rate_limit`; an interval of 0 is no limit. */
export function rateLimitOf(top: Section): RateLimit | undefined {
  const section = top.section('rate_limit', ['interval', 'burst']);
  if (section.isEmpty) return undefined;
  const found = section.value('interval') ?? 0;
  const interval = found === 0 ? 0 : typeof found === 'string' ? durationOf(found) : undefined;
  if (interval === undefined)
    refuse(section.at('interval'), 'a duration, such as 1s or 100ms, or 0', shown(found));
  const burst = section.count('burst') ?? 0;
  if (interval === 0) return undefined;
  // A bucket that holds nothing lets nobody in, and says so to everybody.
  if (burst === 0) refuse(section.at('burst'), 'at least 1 where there is an interval', '0');
  return { interval, burst };
}

/** Seconds of a duration in Go's form, such as `1m30s`; undefined where it is none. */
export function durationOf(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g))
    seconds += Number(count) * (UNITS[unit ?? ''] ?? 0);
  return seconds <= LONGEST ? seconds : undefined;
}
