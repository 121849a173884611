import { ABSENT, type Frame, keepNewest, type Layout, type VariableFact } from '../frame.js';
import { type SeriesKey, series } from '../series.js';

export type Labels = Readonly<Record<string, string>>;

/** One series of a run: its last measured value, and the frame it was measured in. */
export interface Cell {
  readonly labels: Labels;
  readonly family: Family;
  value: number | undefined;
  frame: number;
  /** Of counters: recent increases, oldest first. */
  readonly increases: { step: number; by: number }[] | undefined;
}

/** The series of one key; the same object for as long as there is a store. */
export interface Family {
  readonly cells: Map<string, Cell>;
  /** Number of the last write to any of them: another one whenever one of them may have changed. */
  version: number;
}

/** Of the run as a whole. */
export const OF_RUN: Labels = {};

/** Increases of a counter are remembered for so many steps. */
const MEMORY = 1024;

/** The series of one variable: their cells, without looking up names. */
export class VariableSeries {
  private readonly cells: Partial<Record<SeriesKey, Cell>> = {};

  constructor(
    private readonly store: VitalStore,
    readonly labels: Labels,
    /** Its place among all that the store ever had. */
    readonly number: number,
  ) {}

  /** The last measured value. */
  get(key: SeriesKey): number | undefined {
    return this.cell(key).value;
  }

  /** The value, if the present frame brought it. */
  fresh(key: SeriesKey): number | undefined {
    return this.store.freshIn(this.cell(key));
  }

  /** Sets a window's value; `undefined` takes it back. */
  set(key: SeriesKey, value: number | undefined): void {
    this.store.write(this.cell(key), value);
  }

  private cell(key: SeriesKey): Cell {
    let cell = this.cells[key];
    if (!cell) {
      cell = this.store.cell(key, this.labels);
      this.cells[key] = cell;
    }
    return cell;
  }
}

/** A variable of the layout, and its series. */
export interface Variable {
  readonly fact: VariableFact;
  readonly at: VariableSeries;
}

/** The latest value of every series of a run: statistics as they arrive, and the windows over them. */
export class VitalStore {
  private readonly families = new Map<SeriesKey, Family>();
  private writes = 0;
  private readonly byLayout = new WeakMap<Layout, readonly Variable[]>();
  private readonly byPlace = new Map<string, VariableSeries>();
  private readonly bySlot = new Map<number, readonly (Cell | undefined)[]>();
  /** The newest layout, of those that were adopted. */
  private newest = Number.NEGATIVE_INFINITY;
  /** The step that is being observed. */
  step = 0;
  /** Frames so far; several may tell of one step. */
  private frames = 0;

  /**
   * Takes back every series that the new layout does not have: layers that were removed, metrics that are no longer
   * compiled. Frames of the old layout may still be on their way; of them, only what both have is taken.
   */
  adopt(layout: Layout): void {
    if (layout.id <= this.newest) return;
    this.newest = layout.id;
    const kept = new Set(layout.slots.map(({ key, labels }) => this.cell(key, labels)));
    const places = new Set<string>();
    for (const { layer, variable } of layout.slots.map(({ labels }) => labels)) {
      if (layer === undefined) continue;
      places.add(labelKey({ layer }));
      if (variable !== undefined) places.add(labelKey({ layer, variable }));
    }
    for (const [id, cells] of this.bySlot) {
      for (const cell of cells) if (cell && !kept.has(cell)) takeBack(cell);
      this.bySlot.set(
        id,
        cells.map((cell) => (cell && kept.has(cell) ? cell : undefined)),
      );
    }
    for (const { cells } of this.families.values()) {
      for (const cell of cells.values()) {
        if (cell.labels.layer !== undefined && !places.has(labelKey(cell.labels))) takeBack(cell);
      }
    }
    for (const family of this.families.values()) family.version = ++this.writes;
  }

  /** Takes a frame's values; what it did not measure keeps its last value. */
  apply(frame: Frame, layout: Layout): void {
    this.adopt(layout);
    this.step = frame.step;
    this.frames++;
    const cells = this.cellsOf(layout);
    const { values } = frame;
    for (let index = 0; index < cells.length; index++) {
      const value = values[index];
      if (value === undefined || value === ABSENT) continue;
      const cell = cells[index];
      if (cell) this.write(cell, value);
    }
  }

  /** Takes where a counter stood elsewhere, which is no increase. */
  continueFrom(key: SeriesKey, labels: Labels, value: number): void {
    const cell = this.cell(key, labels);
    cell.value = value;
    cell.family.version = ++this.writes;
  }

  /** The variables of a layout; of one that was there before, the same series. */
  variables(layout: Layout): readonly Variable[] {
    let variables = this.byLayout.get(layout);
    if (!variables) {
      variables = layout.variables.map((fact) => ({ fact, at: this.seriesOf(fact) }));
      this.byLayout.set(layout, variables);
    }
    return variables;
  }

  private seriesOf({ layer, variable }: VariableFact): VariableSeries {
    const labels = { layer, variable };
    const name = labelKey(labels);
    const series = this.byPlace.get(name) ?? new VariableSeries(this, labels, this.byPlace.size);
    this.byPlace.set(name, series);
    return series;
  }

  /** Sets a window's value; `undefined` takes it back: not measured. */
  set(key: SeriesKey, value: number | undefined, labels: Labels = OF_RUN): void {
    this.write(this.cell(key, labels), value);
  }

  /** The last measured value. */
  get(key: SeriesKey, labels: Labels = OF_RUN): number | undefined {
    return this.families.get(key)?.cells.get(labelKey(labels))?.value;
  }

  /** The value, if this very frame brought it. */
  fresh(key: SeriesKey, labels: Labels = OF_RUN): number | undefined {
    const cell = this.families.get(key)?.cells.get(labelKey(labels));
    return cell && this.freshIn(cell);
  }

  freshIn(cell: Cell): number | undefined {
    return cell.frame === this.frames ? cell.value : undefined;
  }

  /** Every series of the key; none is ever removed. */
  all(key: SeriesKey): Iterable<Cell> {
    return this.family(key).cells.values();
  }

  /** The series of a key, to be looked at again and again. */
  family(key: SeriesKey): Family {
    let family = this.families.get(key);
    if (!family) {
      family = { cells: new Map(), version: 0 };
      this.families.set(key, family);
    }
    return family;
  }

  write(cell: Cell, value: number | undefined): void {
    if (cell.increases !== undefined && value !== undefined) this.remember(cell, cell.increases, value);
    cell.value = value;
    cell.frame = this.frames;
    cell.family.version = ++this.writes;
  }

  private remember(cell: Cell, increases: NonNullable<Cell['increases']>, value: number): void {
    const by = value - (cell.value ?? 0);
    if (by > 0) increases.push({ step: this.step, by });
    while ((increases[0]?.step ?? this.step) < this.step - MEMORY) increases.shift();
  }

  cell(key: SeriesKey, labels: Labels): Cell {
    const family = this.family(key);
    const name = labelKey(labels);
    let cell = family.cells.get(name);
    if (!cell) {
      cell = {
        labels,
        family,
        value: undefined,
        frame: -1,
        increases: series[key].kind === 'counter' ? [] : undefined,
      };
      kept.set(labels, name);
      family.cells.set(name, cell);
    }
    return cell;
  }

  private cellsOf(layout: Layout): readonly (Cell | undefined)[] {
    let cells = this.bySlot.get(layout.id);
    if (!cells) {
      cells = layout.slots.map(({ key, labels }) => this.cell(key, labels));
      this.bySlot.set(layout.id, cells);
      keepNewest(this.bySlot);
    }
    return cells;
  }
}

function takeBack(cell: Cell): void {
  cell.value = undefined;
  cell.increases?.splice(0);
}

/** Names of label sets that last: those of cells and of variables. To join a label set costs more than to look it up. */
const kept = new WeakMap<Labels, string>();

/** Label sets as map keys; label values may hold any text. */
export function labelKey(labels: Labels): string {
  if (labels === OF_RUN) return '';
  const name = kept.get(labels);
  if (name !== undefined) return name;
  const values = Object.values(labels);
  return values.length === 0 ? '' : values.join('\u0000');
}
