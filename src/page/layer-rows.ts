import type { SymptomEvent } from '../handle.js';
import type { Store } from './store.js';
import { gravity } from './symptom-tree.js';

/** A layer as the table shows it; null is not measured, what is not finite is told as it is. */
export interface LayerRow {
  readonly layer: string;
  /** Its place in the model. */
  readonly order: number;
  readonly symptoms: readonly SymptomEvent[];
  readonly gradientNorm: number | null;
  readonly updateRatio: number | null;
  readonly stuckUnits: number | null;
}

export type SortKey = 'layer' | 'symptoms' | 'gradientNorm' | 'updateRatio' | 'stuckUnits';
export interface Sorting {
  readonly key: SortKey;
  readonly direction: 'ascending' | 'descending';
}

/** What is wrong comes first. */
export const WORST_FIRST: Sorting = { key: 'symptoms', direction: 'descending' };

/** Every layer with its last values, in the order of the model. */
export function layerRows(store: Store): LayerRow[] {
  const gradientNorms = store.latestOfLayers('gradientNorm');
  const updateRatios = store.latestOfLayers('updateRatio');
  const stuckUnits = store.latestOfLayers('stuckUnits');
  return store.layers.map((layer, order) => ({
    layer,
    order,
    // A symptom of an input stands at the input, which is listed as a layer is.
    symptoms: (store.report?.symptoms ?? []).filter((event) => (event.layer ?? event.input) === layer),
    gradientNorm: gradientNorms[order] ?? null,
    updateRatio: updateRatios[order] ?? null,
    stuckUnits: stuckUnits[order] ?? null,
  }));
}

/**
 * By the key; equals in the order of the model. Whichever way, what is not finite comes first, as it is wrong, and what
 * was not measured last.
 */
export function sorted(rows: readonly LayerRow[], { key, direction }: Sorting): LayerRow[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [x, y] = [measureOf(a, key), measureOf(b, key)];
    const rank = rankOf(x) - rankOf(y);
    if (rank !== 0) return rank;
    return x === null || y === null || !Number.isFinite(x) || x === y ? a.order - b.order : sign * (x - y);
  });
}

/** The way that a column is sorted first: norms and ratios fail by being small as well as large, so large first. */
export const firstDirection = (key: SortKey): Sorting['direction'] =>
  key === 'layer' ? 'ascending' : 'descending';

/** NaN, ∞, numbers, what was not measured. */
const rankOf = (value: number | null) => {
  if (value === null) return 3;
  if (Number.isNaN(value)) return 0;
  return Number.isFinite(value) ? 2 : 1;
};

/** NaN or ∞; what was not measured is neither. */
export const isNotFinite = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value);

/** A value that is not finite outweighs any symptom, a critical symptom any number of warnings. */
const measureOf = (row: LayerRow, key: SortKey): number | null => {
  if (key === 'layer') return row.order;
  if (key === 'symptoms') {
    const wrong = [row.gradientNorm, row.updateRatio, row.stuckUnits].filter(isNotFinite).length;
    return row.symptoms.reduce((sum, event) => sum + 100 ** gravity(event), wrong * 100 ** 4);
  }
  return row[key];
};
