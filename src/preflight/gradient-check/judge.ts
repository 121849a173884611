/** Derivatives of the loss along a direction, measured with one step to either side. */
export interface Measured {
  /** In units of the weights' size. */
  readonly step: number;
  /** By backpropagation, along the step as it was rounded. */
  readonly analytic: number;
  /** By centred differences. */
  readonly numeric: number;
  /** By differences to one side. */
  readonly left: number;
  readonly right: number;
  /** How far rounding may have moved `numeric`. */
  readonly noise: number;
}

/** What a direction says of a gradient; only `agrees` and `wrong` decide. */
export interface Comparison extends Measured {
  readonly verdict: 'agrees' | 'wrong' | 'at a kink' | 'undecided';
  /** |analytic − numeric| over the larger of both. */
  readonly error: number;
}

export interface Tolerance {
  /** Relative error up to which both agree. */
  readonly limit: number;
  /** Derivatives below are taken for as large as this: rounding of the gradient itself. */
  readonly least: number;
}

/**
 * Judges what was measured with several steps. One step at which both agree settles it. They differ where two steps tell
 * the same derivative, the loss is straight that far, and the gradient is another one: so neither truncation, which falls
 * sixteenfold from one step to the next, nor a crowd of kinks is taken for an error.
 */
export function judged(measured: readonly Measured[], tolerance: Tolerance): Comparison {
  const errors = measured.map((each) => ({ ...each, error: errorOf(each, tolerance) }));
  const [best] = errors.filter((each) => isClear(each, tolerance)).sort((a, b) => a.error - b.error);
  if (!best) return undecided;
  if (best.error <= tolerance.limit) return { ...best, verdict: 'agrees' };
  const telling = errors.filter((each) => isTelling(each, tolerance));
  const [small, large] = telling.sort((a, b) => a.step - b.step);
  if (!small || !large) return { ...best, verdict: 'undecided' };
  if (isKink(small, large)) return { ...small, verdict: 'at a kink' };
  return { ...small, verdict: isSettled(small, large) ? 'wrong' : 'undecided' };
}

const undecided: Comparison = {
  step: Number.NaN,
  analytic: Number.NaN,
  numeric: Number.NaN,
  left: Number.NaN,
  right: Number.NaN,
  noise: Number.NaN,
  error: Number.NaN,
  verdict: 'undecided',
};

/** |analytic − numeric| over the larger of both (CS231n, "Gradient checks"). */
export const errorOf = ({ analytic, numeric }: Measured, { least }: Tolerance): number =>
  Math.abs(analytic - numeric) / Math.max(Math.abs(analytic), Math.abs(numeric), least, Number.MIN_VALUE);

/** Whether rounding takes up no more than half of the limit: then both can be found to agree. */
export const isClear = ({ analytic, numeric, noise }: Measured, { limit }: Tolerance): boolean =>
  noise <= (limit / 2) * Math.max(Math.abs(analytic), Math.abs(numeric));

/** Whether they differ by far more than rounding, or would be found to agree: smaller steps than those are not needed. */
export const isTelling = (of: Measured, tolerance: Tolerance): boolean =>
  isClear(of, tolerance) || of.noise <= 0.1 * Math.abs(of.analytic - of.numeric);

/** Two steps tell the same, and left and right as well, all compared with what the gradient lacks. */
function isSettled(small: Measured, large: Measured): boolean {
  const lacking = Math.abs(small.numeric - small.analytic);
  return (
    Math.abs(small.numeric - large.numeric) <= 0.25 * lacking && Math.abs(small.right - small.left) <= lacking
  );
}

/**
 * The derivatives of both sides differ, by more than a quarter of what they do with a step four times as large, as it is
 * with curvature, and the gradient is between them or one of them: at a kink each of these is right.
 */
function isKink(small: Measured, large: Measured): boolean {
  const gap = Math.abs(small.right - small.left);
  const slack = 0.1 * gap;
  const isBetween =
    small.analytic >= Math.min(small.left, small.right) - slack &&
    small.analytic <= Math.max(small.left, small.right) + slack;
  return isBetween && gap > 0.3 * Math.abs(large.right - large.left);
}

/**
 * Whether the gradient stays what it is between the points of a difference. The difference of a loss is the mean of its
 * derivative between them: a right gradient that disagrees with it must be another one on the way, as where a step leads
 * over many kinks at once; a wrong one is as wrong there.
 */
export const isSteady = ({ analytic, numeric }: Measured, between: readonly number[]): boolean =>
  between.every((there) => Math.abs(there - analytic) <= 0.25 * Math.abs(numeric - analytic));
