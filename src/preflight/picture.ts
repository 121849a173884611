/** What a page draws of a check: numbers and their names, not how they look. */
export type Picture = Lines | Histogram | Bars;

export interface Axis {
  readonly name: string;
  readonly logarithmic?: boolean;
}

/** A number to draw a mark at, with what it is. */
export interface Mark {
  readonly at: number;
  readonly name: string;
}

/** Curves over one axis; what is not finite is a gap. */
export interface Lines {
  readonly kind: 'lines';
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly {
    readonly name: string;
    /** `bad` is what must not be, as a loss that diverges. */
    readonly tone: 'plain' | 'good' | 'bad';
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
  /** On the x axis. */
  readonly marks: readonly Mark[];
}

/** Counts over bins of equal width, `from` to `to`. */
export interface Histogram {
  readonly kind: 'histogram';
  readonly title: string;
  readonly x: Axis;
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  /** Values outside `from` to `to`, or not finite. */
  readonly outside: number;
}

/** One bar each, as of the layers from input to output. */
export interface Bars {
  readonly kind: 'bars';
  readonly title: string;
  readonly y: Axis;
  readonly bars: readonly { readonly name: string; readonly value: number | null }[];
  /** On the y axis. */
  readonly marks: readonly Mark[];
}

/** Values in `bins` bins from their least to their largest. */
export function histogramOf(title: string, name: string, values: ArrayLike<number>, bins = 40): Histogram {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    from = Math.min(from, value);
    to = Math.max(to, value);
  }
  const counts = new Array<number>(bins).fill(0);
  let outside = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN;
    // All the same: they are in the first bin.
    const bin = to > from ? Math.min(bins - 1, Math.floor((bins * (value - from)) / (to - from))) : 0;
    if (Number.isFinite(value)) counts[bin] = (counts[bin] ?? 0) + 1;
    else outside++;
  }
  const isEmpty = from > to;
  return {
    kind: 'histogram',
    title,
    x: { name },
    from: isEmpty ? 0 : from,
    to: isEmpty ? 0 : to,
    counts,
    outside,
  };
}
