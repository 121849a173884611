import { linearTicks, logarithmicTicks, type Tick } from './ticks.js';

/** From numbers to places along an axis. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly Tick[];
  /** Whether a number has a place: not NaN, not ∞, not 0 or less on a logarithmic axis. */
  readonly has: (value: number) => boolean;
  /** 0 at `from`, 1 at `to`; what is far beyond is not far beyond in the drawing. */
  readonly shareOf: (value: number) => number;
}

export interface ScaleOptions {
  readonly logarithmic?: boolean | undefined;
  /** Room beyond the least and the greatest, as a share of what is between them. */
  readonly margin?: number;
  /** Whether 0 is on a linear axis whatever the values are. */
  readonly withZero?: boolean;
}

/** Numbers so large that their differences overflow are not told apart. */
const LARGEST = 1e300;
/** Numbers that differ by less, as a share of the greater, count as the same. */
const SAME = 1e-9;

/** The axis on which these values have their places; of no value it is 0 to 1, or 1 to 10. */
export function scaleOf(values: readonly number[], options: ScaleOptions = {}): Scale {
  return options.logarithmic ? logarithmicScale(values, options) : linearScale(values, options);
}

function linearScale(values: readonly number[], { margin = 0, withZero = false }: ScaleOptions): Scale {
  const [least, greatest] = extentOf(values.filter(Number.isFinite), withZero ? [0, 0] : undefined) ?? [0, 1];
  const isNothing = withZero && least === 0 && greatest === 0;
  const [low, high] = isNothing ? [0, 1] : apart(Math.max(-LARGEST, least), Math.min(LARGEST, greatest));
  const room = margin * (high - low);
  // Room below 0 would say that there are values below 0.
  const from = low >= 0 ? Math.max(0, low - room) : low - room;
  const to = high <= 0 ? Math.min(0, high + room) : high + room;
  return {
    from,
    to,
    ticks: linearTicks(from, to),
    has: Number.isFinite,
    shareOf: (value) => near((value / 2 - from / 2) / (to / 2 - from / 2)),
  };
}

/** In its exponents it is a linear scale. */
function logarithmicScale(values: readonly number[], { margin = 0 }: ScaleOptions): Scale {
  const has = (value: number) => Number.isFinite(value) && value > 0;
  const extent = extentOf(values.filter(has)) ?? [1, 10];
  const [least, greatest] = [exponentOf(extent[0]), exponentOf(extent[1])];
  const room = greatest - least < SAME ? 0.5 : margin * (greatest - least);
  const [low, high] = [Math.max(-305, least - room), Math.min(305, greatest + room)];
  const [from, to] = [10 ** low, 10 ** high];
  return {
    from,
    to,
    ticks: logarithmicTicks(from, to),
    has,
    shareOf: (value) => near((Math.log10(value) - low) / (high - low)),
  };
}

/** A double has no more powers of ten, and none to spare for room below the least. */
const exponentOf = (value: number) => Math.min(300, Math.max(-300, Math.log10(value)));

/** The least and the greatest; a spread into `Math.min` would overflow the stack of many values. */
function extentOf(
  values: readonly number[],
  start?: readonly [number, number],
): readonly [number, number] | undefined {
  const [first] = values;
  if (first === undefined) return start;
  return values.reduce<readonly [number, number]>(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    start ?? [first, first],
  );
}

/** Both as they are where they differ, else with some room on both sides. */
function apart(low: number, high: number): [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low > SAME * size && high - low > 1e-300) return [low, high];
  // A tenth of the least numbers there are is nothing.
  const room = size > 1e-290 ? size / 10 : 1;
  return [low - room, high + room];
}

const near = (share: number) => Math.min(11, Math.max(-10, share));
