import { ABSENT, HEADER, type Layout, type Slot } from '../frame.js';
import { series } from '../series.js';
import type { Standing } from './messages.js';

/** Where the counters of a run stand, by all frames that were written so far: an exporter thread that dies takes its own along. */
export class Standings {
  /** Of slots of the present layout: where they stand in it, and their last values. */
  private slots: readonly { readonly slot: Slot; readonly at: number }[] = [];
  private values = new Float64Array();
  /** Of layouts before it, by series. */
  private readonly before = new Map<string, Standing>();

  adopt({ slots }: Layout): void {
    for (const standing of this.present) this.before.set(nameOf(standing), standing);
    this.slots = slots.flatMap((slot, index) =>
      series[slot.key].kind === 'counter' ? [{ slot, at: HEADER.length + index }] : [],
    );
    this.values = new Float64Array(this.slots.length).fill(ABSENT);
  }

  /** Takes what a frame (header and values) says of them. */
  observe(frame: Float64Array): void {
    const { slots, values } = this;
    for (let index = 0; index < slots.length; index++) {
      const value = frame[slots[index]?.at ?? 0];
      if (value !== undefined && value !== ABSENT) values[index] = value;
    }
  }

  get all(): readonly Standing[] {
    const all = new Map(this.before);
    for (const standing of this.present) all.set(nameOf(standing), standing);
    return [...all.values()];
  }

  private get present(): readonly Standing[] {
    return this.slots.flatMap(({ slot: { key, labels } }, index) => {
      const value = this.values[index] ?? ABSENT;
      return value === ABSENT ? [] : [{ key, labels, value }];
    });
  }
}

const nameOf = ({ key, labels }: Slot): string => JSON.stringify([key, Object.entries(labels)]);
