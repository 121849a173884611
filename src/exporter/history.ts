import { ABSENT, type Frame, keepNewest, type Layout } from '../frame.js';
import { type Column, type Measured, type Statistic, statistics, type Update } from '../page/contract.js';

/** Columns are merged by two when there would be more: between half as many and so many are there. */
export const MOST_COLUMNS = 512;

/** Smallest, largest and last value of a scalar in a column. */
type Range = [number, number, number];

interface Kept {
  readonly at: number;
  step: number;
  /** The revision that changed it last. */
  revision: number;
  readonly scalars: Record<string, Range>;
  /** Worst value by the layer's number; `ABSENT` where not measured. */
  readonly layers: Partial<Record<Statistic, number[]>>;
}

/** Where a slot's value goes. */
type Place =
  | { readonly slot: number; readonly name: string }
  | { readonly slot: number; readonly statistic: Statistic; readonly layer: number };

/**
 * The course of a run in bounded memory: columns that span the same number of steps each, twice as many whenever they
 * would be too many. Smallest and largest values survive every merge, and of layers those that are not finite, so that
 * what was wrong in one step of a million is seen.
 */
export class History {
  /** Steps that a column spans. */
  private width = 1;
  private readonly layers: string[] = [];
  private columns: Kept[] = [];
  /** Steps before the first that was seen. */
  private origin: number | undefined;
  private revision = 0;
  /** Another one when what a reader has cannot be continued. */
  private epoch = 0;
  private readonly places = new Map<number, readonly Place[]>();

  observe({ step, values }: Frame, layout: Layout): void {
    this.revision++;
    let column: Kept | undefined;
    for (const place of this.placesOf(layout)) {
      const value = values[place.slot];
      if (value === undefined || value === ABSENT) continue;
      column ??= this.columnOf(step);
      if ('name' in place) putScalar(column.scalars, place.name, value);
      else putLayer(column.layers, place.statistic, place.layer, value);
    }
  }

  /** What is new since a state of the reader; everything where it has none, or one that cannot be continued. */
  since(state: string | undefined): Pick<Update, 'reset' | 'width' | 'layers' | 'columns'> {
    const [epoch, revision] = (state ?? '').split('.').map(Number);
    const reset = epoch !== this.epoch || revision === undefined || !(revision <= this.revision);
    const changed = reset ? this.columns : this.columns.filter((column) => column.revision > revision);
    return {
      reset,
      width: this.width,
      layers: [...this.layers],
      columns: changed.map((each) => this.told(each)),
    };
  }

  /** The state of a reader who has everything until now. */
  get state(): string {
    return `${this.epoch}.${this.revision}`;
  }

  private told({ at, step, scalars, layers }: Kept): Column {
    const column: Column = { at, step, scalars: {} };
    for (const [name, range] of Object.entries(scalars)) column.scalars[name] = range.map(finite) as Range;
    for (const statistic of statistics) {
      const found = layers[statistic];
      if (found) column[statistic] = this.layers.map((_, layer) => measured(found[layer] ?? ABSENT));
    }
    return column;
  }

  private columnOf(step: number): Kept {
    this.origin ??= Math.max(0, step - 1);
    const last = this.columns.at(-1);
    // A run that went back, to a checkpoint, is told where it is by its steps; columns never go back.
    let at = Math.max(last?.at ?? 0, Math.floor((step - 1 - this.origin) / this.width));
    while (at >= MOST_COLUMNS) {
      this.merge();
      at = Math.max(this.columns.at(-1)?.at ?? 0, Math.floor((step - 1 - this.origin) / this.width));
    }
    let column = this.columns.at(-1);
    if (column?.at !== at) {
      column = { at, step, revision: 0, scalars: {}, layers: {} };
      this.columns.push(column);
    }
    column.step = step;
    column.revision = this.revision;
    return column;
  }

  /** Two columns become one. */
  private merge(): void {
    this.width *= 2;
    this.epoch++;
    const merged: Kept[] = [];
    for (const { at, step, scalars, layers } of this.columns) {
      let into = merged.at(-1);
      if (into?.at !== at >> 1) {
        into = { at: at >> 1, step, revision: this.revision, scalars: {}, layers: {} };
        merged.push(into);
      }
      into.step = step;
      for (const [name, range] of Object.entries(scalars))
        for (const value of range) putScalar(into.scalars, name, value);
      for (const statistic of statistics)
        for (const [layer, value] of (layers[statistic] ?? []).entries())
          if (value !== undefined && value !== ABSENT) putLayer(into.layers, statistic, layer, value);
    }
    this.columns = merged;
  }

  private placesOf(layout: Layout): readonly Place[] {
    let places = this.places.get(layout.id);
    if (!places) {
      places = layout.slots.flatMap(({ key, labels }, slot): Place[] => {
        const name = scalarName(key, labels);
        if (name !== undefined) return [{ slot, name }];
        const statistic = statisticOf[key];
        return statistic && labels.layer !== undefined
          ? [{ slot, statistic, layer: this.layerOf(labels.layer) }]
          : [];
      });
      this.places.set(layout.id, places);
      keepNewest(this.places);
    }
    return places;
  }

  private layerOf(name: string): number {
    const known = this.layers.indexOf(name);
    if (known >= 0) return known;
    // Columns that are there lack it.
    this.epoch++;
    return this.layers.push(name) - 1;
  }
}

const statisticOf: Readonly<Record<string, Statistic>> = {
  layerGradientNorm: 'gradientNorm',
  layerUpdateRatio: 'updateRatio',
  layerDeadUnits: 'stuckUnits',
  layerSaturatedUnits: 'stuckUnits',
};
const plain = ['dataLoss', 'regularizationLoss', 'learningRate', 'gradientNorm', 'stepDuration'];

function scalarName(key: string, { split, metric }: Readonly<Record<string, string>>): string | undefined {
  if (key === 'loss') return split === 'validation' ? 'validationLoss' : 'loss';
  if (key === 'metric') return `metric:${split === 'validation' ? 'val_' : ''}${metric}`;
  return plain.includes(key) ? key : undefined;
}

function putScalar(scalars: Kept['scalars'], name: string, value: number): void {
  const range = scalars[name];
  if (!range) {
    const known = Number.isFinite(value) ? value : Number.NaN;
    scalars[name] = [known, known, value];
    return;
  }
  range[2] = value;
  // What is not finite is told as the last value and by a symptom; it is neither small nor large.
  if (!Number.isFinite(value)) return;
  if (!(range[0] <= value)) range[0] = value;
  if (!(range[1] >= value)) range[1] = value;
}

function putLayer(layers: Kept['layers'], statistic: Statistic, layer: number, value: number): void {
  let values = layers[statistic];
  if (!values) {
    values = [];
    layers[statistic] = values;
  }
  while (values.length <= layer) values.push(ABSENT);
  const old = values[layer] ?? ABSENT;
  // NaN is worse than any number, ∞ than any other: it is what one looks for.
  if (old === ABSENT || (!Number.isNaN(old) && !(value <= old))) values[layer] = value;
}

/** Six digits: more than a screen shows, and half the bytes. */
const short = (value: number) => Number(value.toPrecision(6));
const finite = (value: number) => (Number.isFinite(value) ? short(value) : null);

function measured(value: number): Measured {
  if (value === ABSENT) return null;
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return short(value);
  return value > 0 ? 'Infinity' : '-Infinity';
}
