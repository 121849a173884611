import type { Stand } from '../borrowed-model.js';
import { type Checked, type Tried, worstOf } from './compare-all.js';

/** `layer/variable` as the series call them. */
export const nameOf = ({ watched, weight }: Stand): string =>
  watched ? `${watched.layer}/${watched.variable}` : weight.name;

/** A number in as few digits as tell it. */
export const digits = (value: number, precision = 3): string => String(Number(value.toPrecision(precision)));

/** Up to so many names, and how many more there are. */
export function listed(names: readonly string[], most = 4): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What was compared, said where nothing is wrong. */
export function summaryOf(checked: readonly Checked[]): string {
  const tried = checked.flatMap((each) => each.tried);
  const agreeing = tried.filter(({ verdict }) => verdict === 'agrees');
  const flat = checked.filter((each) => worstOf(each) === undefined);
  const left = flat.map(({ slope }) => nameOf(slope.place.stand));
  if (agreeing.length === 0)
    return `No variable moves the loss enough, and smoothly enough, for differences in float32: ${listed(left)}.`;
  const worst = agreeing.reduce((a, b) => (b.error > a.error ? b : a));
  const steps = agreeing.map(({ step }) => step);
  const count = checked.length - flat.length;
  return [
    `The gradients of ${count} ${count === 1 ? 'variable' : 'variables'} agree with centred differences along ${agreeing.length} directions, to ${digits(worst.error, 2)} or better (steps of ${digits(Math.min(...steps), 2)} to ${digits(Math.max(...steps), 2)} of the weights' size).`,
    ...othersOf(tried),
    ...(left.length > 0 ? [`Not to be told of ${listed(left)}, which hardly move the loss.`] : []),
  ].join(' ');
}

function othersOf(tried: readonly Tried[]): readonly string[] {
  const kinks = tried.filter(({ verdict }) => verdict === 'at a kink').length;
  const undecided = tried.filter(({ verdict }) => verdict === 'undecided').length;
  if (kinks + undecided === 0) return [];
  return [
    `${kinks + undecided} more do not count: ${kinks} at the kink of a ReLU or maximum, ${undecided} too flat or too rough.`,
  ];
}

/** Factors that tell which mistake it is, and what the gradient then is. */
const telling: readonly (readonly [factor: number, words: string])[] = [
  [0, 'zero, as where a term or one of several inputs is forgotten'],
  [-1, 'exactly the opposite sign'],
  [2, 'twice of it'],
  [-2, 'twice of it with the opposite sign'],
  [0.5, 'half of it'],
  [-0.5, 'half of it with the opposite sign'],
];
/** How far a factor may be from another one, and the factors of a variable's directions from each other. */
const SAME = 0.03;

/** What a wrong gradient is of the right one, where that is the same along all directions. */
export function factorInWords(tried: readonly Tried[], examples: number): string {
  const factors = tried
    .map(({ analytic, numeric }) => analytic / numeric)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const middle = factors[Math.floor(factors.length / 2)];
  const isNear = (factor: number, other: number) =>
    Math.abs(factor - other) <= SAME * Math.max(1, Math.abs(other));
  const alike = factors.filter((factor) => middle !== undefined && isNear(factor, middle));
  // A direction or two may cross a kink on the way.
  if (middle === undefined || alike.length < 0.75 * factors.length)
    return 'in no fixed ratio to it, as with a wrong axis or a term that is missing';
  const found = telling.find(([factor]) => isNear(middle, factor));
  if (found) return found[1];
  if (isNear(middle, examples))
    return `${examples} times of it, the number of examples: a sum in place of a mean`;
  if (isNear(middle * examples, 1))
    return `a ${examples}th of it, the number of examples: a mean in place of a sum`;
  return `${digits(middle)} times of it`;
}
