import { type ColourScale, colour, logScale, NOT_FINITE, shareScale } from './colour.js';
import type { Statistic } from './contract.js';
import { number, percent } from './format.js';
import type { Seen } from './seen.js';
import type { Store } from './store.js';

/** A statistic over layers and columns, `[layers, count]`. */
export interface HeatGrid {
  readonly statistic: Statistic;
  readonly layers: readonly string[];
  readonly count: number;
  /** Number of the first column. */
  readonly first: number;
  readonly width: number;
  /** What was seen in each column, or before it where there is none. */
  readonly columns: readonly Seen[];
  /**
   * What each shows: statistics are spaced to a budget, so that a column without a measurement shows the one before
   * it. Undefined before the first.
   */
  readonly sources: readonly (Seen | undefined)[];
  readonly scale: ColourScale;
}

export function gridOf(store: Store, statistic: Statistic): HeatGrid {
  const first = store.columns[0]?.at ?? 0;
  const count = store.columns.length > 0 ? (store.columns.at(-1)?.at ?? 0) - first + 1 : 0;
  const columns: Seen[] = [];
  const sources: (Seen | undefined)[] = [];
  let source: Seen | undefined;
  for (const column of store.columns) {
    const index = column.at - first;
    for (let gap = columns.at(-1); gap && columns.length < index; sources.push(source)) columns.push(gap);
    if (column[statistic]) source = column;
    columns.push(column);
    sources.push(source);
  }
  const { layers, width } = store;
  const scale = statistic === 'stuckUnits' ? shareScale : logScale(rangesOf(store.columns, statistic));
  return { statistic, layers, count, first, width, columns, sources, scale };
}

/** Smallest positive and largest finite value of a column: a column is replaced when it changes, never changed. */
const ranges: Record<Statistic, WeakMap<Seen, readonly [number, number]>> = {
  gradientNorm: new WeakMap(),
  updateRatio: new WeakMap(),
  stuckUnits: new WeakMap(),
};

function* rangesOf(columns: readonly Seen[], statistic: Statistic): Generator<number> {
  for (const column of columns) {
    let range = ranges[statistic].get(column);
    if (!range) {
      const values = (column[statistic] ?? []).filter(
        (value): value is number => value !== null && value > 0 && Number.isFinite(value),
      );
      // Zero says nothing to a logarithmic scale: a column without values adds none.
      range = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 0];
      ranges[statistic].set(column, range);
    }
    yield* range;
  }
}

/**
 * Writes columns from one on as pixels, one a cell, red, green, blue, opaque; what was not measured is left clear, what
 * is not finite has a colour of its own.
 */
export function paint(grid: HeatGrid, from: number, pixels: Uint8ClampedArray): void {
  const across = grid.count - from;
  for (let index = from; index < grid.count; index++) {
    const values = grid.sources[index]?.[grid.statistic];
    for (let layer = 0; layer < grid.layers.length; layer++) {
      const value = values?.[layer];
      const offset = 4 * (layer * across + index - from);
      if (value == null) pixels[offset + 3] = 0;
      else
        pixels.set([...(Number.isFinite(value) ? colour(grid.scale.place(value)) : NOT_FINITE), 255], offset);
    }
  }
}

export const statisticNames: Readonly<Record<Statistic, string>> = {
  gradientNorm: 'gradient norm',
  updateRatio: 'update ratio',
  stuckUnits: 'dead or saturated units',
};

/** A cell in words: layer, steps, value, and when it was measured if not there. */
export function cellText(grid: HeatGrid, layer: number, index: number): string {
  const { statistic, width, columns, sources, layers } = grid;
  const step = columns[index]?.step ?? 0;
  const steps = width === 1 ? `step ${step}` : `${width} steps to step ${step}`;
  const source = sources[index];
  const value = source?.[statistic]?.[layer] ?? undefined;
  const told = statistic === 'stuckUnits' ? percent(value) : number(value);
  const before =
    value === undefined || source === columns[index] ? '' : ` (measured at step ${source?.step})`;
  return `${layers[layer] ?? ''}, ${steps}: ${statisticNames[statistic]} ${told}${before}`;
}

/** The column in which a step is, or undefined before the first and after the last. */
export function indexOfStep({ columns }: HeatGrid, step: number): number | undefined {
  const index = columns.findIndex((column) => column.step >= step);
  return index < 0 ? undefined : index;
}
