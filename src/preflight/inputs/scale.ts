import { writeNumber } from '../../symptoms/message.js';
import type { Spread } from '../moments.js';
import { FEW } from '../readers.js';
import type { Finding } from '../report.js';
import type { Survey } from './survey.js';

type Limits = Readonly<Record<string, number>>;

/** Standard errors that two sets of examples must be apart: their factor alone may be that of a single outlier. */
const CERTAIN = 5;
const number = (value: number) => writeNumber(value, 'number');

/** An input, or a single feature of it, far from unit scale. Zeros alone are constant, which has a name of its own. */
export function notNormalized({ name, moments, isScaleSeen }: Survey, where: string, limits: Limits) {
  const { large = 0, small = 0 } = limits;
  const { rms } = moments.all;
  if (!isScaleSeen || rms === 0 || (rms <= large && rms >= small)) return undefined;
  const limit = rms > large ? large : small;
  const message = `Input "${name}"${where} has a root mean square of ${number(rms)} (usual is about 1, limit ${number(limit)}).`;
  return { message, value: rms, limit };
}

/** A feature of a table that is far off, and vanishes in the scale of the whole, or makes it. */
export function featureOff({ name, rank, size, moments, isScaleSeen }: Survey, { feature = 0 }: Limits) {
  if (!isScaleSeen || rank !== 2 || size < FEW) return undefined;
  const features = Array.from({ length: moments.columns }, (_, index) => ({
    index,
    ...moments.column(index),
  }));
  const [worst, ...others] = features
    .filter(({ rms }) => rms > feature)
    .sort((a, b) => b.rms - a.rms || a.index - b.index);
  // Where most are, it is the table.
  if (!worst || 2 * (others.length + 1) > moments.columns) return undefined;
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  const message = `Feature ${worst.index} of input "${name}" has a root mean square of ${number(worst.rms)} (usual is about 1, limit ${number(feature)})${more}; the whole input has ${number(moments.all.rms)}.`;
  return { message, value: worst.rms, limit: feature };
}

/** A validation input on another scale or level than in training. */
export function preprocessedApart(train: Survey, other: Survey | undefined, limits: Limits) {
  if (!other || !train.isScaleSeen || Math.min(train.size, other.size) < FEW) return undefined;
  const { ratio = 0, shift = 0 } = limits;
  const [there, here] = [train.moments.all, other.moments.all];
  const factor = Math.max(here.rms / there.rms, there.rms / here.rms);
  const moved = Math.abs(here.mean - there.mean) / there.std;
  const said = `Input "${train.name}" is not preprocessed alike in the validation data:`;
  if (factor > ratio && apart(train.moments.meanSquares, other.moments.meanSquares) > CERTAIN) {
    const message = `${said} root mean square ${number(here.rms)} against ${number(there.rms)} in training (limit: ${number(ratio)} times).`;
    return { message, value: factor, limit: ratio };
  }
  if (moved > shift && apart(train.moments.means, other.moments.means) > CERTAIN) {
    const message = `${said} mean ${number(here.mean)} against ${number(there.mean)} in training, ${number(moved)} of its standard deviations away (limit ${number(shift)}).`;
    return { message, value: moved, limit: shift };
  }
  return undefined;
}

/** How many standard errors two means are apart (Welch 1947). */
const apart = (a: Spread, b: Spread): number =>
  Math.abs(a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);

/** A finding of severity warning. */
export const warning = (
  found: { readonly message: string; readonly value: number; readonly limit: number } | undefined,
  advice: string,
): Finding[] => (found ? [{ severity: 'warning', advice, ...found }] : []);
