import { withPower, writeNumber } from '../number.js';

/** A place on an axis that is named. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** More labels than that run into each other on a phone. */
const MOST = 6;

/** Multiples of 1, 2 or 5 times a power of ten, from `from` to `to`, which differ. */
export function linearTicks(from: number, to: number): Tick[] {
  const step = stepOf(to / (MOST - 1) - from / (MOST - 1));
  const first = Math.ceil(from / step - 1e-9);
  const values: number[] = [];
  for (let index = first; values.length < MOST && index * step <= to + 1e-9 * step; index++)
    values.push(index * step);
  return values.map((value) => ({ value, label: labelOf(value, step, Math.max(-from, to)) }));
}

/** The least of 1, 2 and 5 times a power of ten that is not below `least`. */
function stepOf(least: number): number {
  const power = Math.floor(Math.log10(least));
  const steps = [1, 2, 5, 10].map((factor) => Number(`${factor}e${power}`));
  return steps.find((step) => step >= least * (1 - 1e-9)) ?? least;
}

/** As many digits as tell neighbours apart, alike on the whole axis. */
function labelOf(value: number, step: number, largest: number): string {
  const [digit, size] = [exponentOf(step), exponentOf(largest)];
  if (value === 0) return '0';
  if (size < 6 && size >= -4) return value.toFixed(Math.min(20, Math.max(0, -digit)));
  const digits = Math.min(20, Math.max(0, exponentOf(value) - digit));
  return withPower(Number(value.toExponential(digits)));
}

const exponentOf = (value: number) => Math.floor(Math.log10(Math.abs(value)) + 1e-9);

/** Powers of ten from `from` to `to`, above zero; where they are few, numbers between them as well. */
export function logarithmicTicks(from: number, to: number): Tick[] {
  const [low, high] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
  const isWithin = (value: number) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9) && value > 0;
  const least = Math.max(1, Math.ceil((high - low + 1) / MOST));
  // As units go: thousandths, millionths.
  const stride = least > 2 ? 3 * Math.ceil(least / 3) : least;
  const powers: number[] = [];
  // Multiples of the stride, so that 1 is named where it is within.
  for (let power = Math.floor((low - 1) / stride) * stride; power <= high; power += stride)
    powers.push(power);
  for (const factors of [[1], [1, 3], [1, 2, 5]]) {
    const values = powers.flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)));
    const within = values.filter(isWithin);
    if (stride > 1 || (within.length >= 3 && within.length <= MOST)) return within.map(named);
  }
  return linearTicks(from, to).filter(({ value }) => value > 0);
}

/** One way of writing for all: 0.001 beside 1, 1e-3 beside 1e-8. */
function named(value: number, _index: number, all: readonly number[]): Tick {
  const [least = 1, greatest = 1] = [all[0], all.at(-1)];
  const isShort = (least >= 1e-4 && greatest < 1e6) || (value >= 0.1 && value <= 100);
  return { value, label: isShort ? writeNumber(value) : withPower(value) };
}
