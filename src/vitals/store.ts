import { ABSENT, type Frame, type Layout } from '../frame.js';
import { type SeriesKey, series } from '../series.js';

export type Labels = Readonly<Record<string, string>>;

/** One series of a run: its last measured value, and the frame it was measured in. */
export interface Cell {
  readonly labels: Labels;
  value: number | undefined;
  frame: number;
  /** Of counters: recent increases, oldest first. */
  readonly increases?: { step: number; by: number }[];
}

/** Increases of a counter are remembered for so many steps. */
const MEMORY = 1024;

/** The latest value of every series of a run: statistics as they arrive, and the windows over them. */
export class VitalStore {
  private readonly cells = new Map<SeriesKey, Map<string, Cell>>();
  private readonly bySlot = new Map<number, Cell[]>();
  /** The step that is being observed. */
  step = 0;
  /** Frames so far; several may tell of one step. */
  private frames = 0;

  /** Takes a frame's values; what it did not measure keeps its last value. */
  apply(frame: Frame, layout: Layout): void {
    this.step = frame.step;
    this.frames++;
    const cells = this.cellsOf(layout);
    for (let index = 0; index < cells.length; index++) {
      const value = frame.values[index];
      const cell = cells[index];
      if (value !== undefined && value !== ABSENT && cell) this.write(cell, value);
    }
  }

  /** Sets a window's value; `undefined` takes it back: not measured. */
  set(key: SeriesKey, value: number | undefined, labels: Labels = {}): void {
    this.write(this.cell(key, labels), value);
  }

  /** The last measured value. */
  get(key: SeriesKey, labels: Labels = {}): number | undefined {
    return this.cells.get(key)?.get(labelKey(labels))?.value;
  }

  /** The value, if this very frame brought it. */
  fresh(key: SeriesKey, labels: Labels = {}): number | undefined {
    const cell = this.cells.get(key)?.get(labelKey(labels));
    return cell?.frame === this.frames ? cell.value : undefined;
  }

  /** Every series of the key. */
  all(key: SeriesKey): Iterable<Cell> {
    return this.cells.get(key)?.values() ?? [];
  }

  private write(cell: Cell, value: number | undefined): void {
    if (cell.increases && value !== undefined) {
      const by = value - (cell.value ?? 0);
      if (by > 0) cell.increases.push({ step: this.step, by });
      while ((cell.increases[0]?.step ?? this.step) < this.step - MEMORY) cell.increases.shift();
    }
    cell.value = value;
    cell.frame = this.frames;
  }

  private cell(key: SeriesKey, labels: Labels): Cell {
    let family = this.cells.get(key);
    if (!family) {
      family = new Map();
      this.cells.set(key, family);
    }
    const name = labelKey(labels);
    let cell = family.get(name);
    if (!cell) {
      cell = {
        labels,
        value: undefined,
        frame: -1,
        ...(series[key].kind === 'counter' && { increases: [] }),
      };
      family.set(name, cell);
    }
    return cell;
  }

  private cellsOf(layout: Layout): Cell[] {
    let cells = this.bySlot.get(layout.id);
    if (!cells) {
      cells = layout.slots.map(({ key, labels }) => this.cell(key, labels));
      this.bySlot.set(layout.id, cells);
    }
    return cells;
  }
}

/** Label sets as map keys; label values may hold any text. */
export const labelKey = (labels: Labels): string => {
  const values = Object.values(labels);
  return values.length === 0 ? '' : values.join('\u0000');
};
