import type { VariableSeries } from './store.js';

/** What a window keeps of each variable, by the number the store gave it: of hundreds quicker than a map. */
export class PerVariable<Kept> {
  private kept: (Kept | undefined)[] = [];

  get({ number }: VariableSeries): Kept | undefined {
    return this.kept[number];
  }

  set({ number }: VariableSeries, kept: Kept): void {
    this.kept[number] = kept;
  }

  delete({ number }: VariableSeries): void {
    if (this.kept[number] !== undefined) this.kept[number] = undefined;
  }

  clear(): void {
    this.kept = [];
  }
}
