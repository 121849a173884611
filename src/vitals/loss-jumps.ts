import type { Frame } from '../frame.js';
import type { OtherData } from './other-data.js';
import { Pushes } from './pushes.js';
import { RareCount } from './rare-count.js';
import type { VitalStore } from './store.js';

/**
 * An update that is so many times as large as usual may have thrown the loss to where it is. Measured: at most 4.7 where
 * one task follows another, 6.9 and more where a step spoiled the weights.
 */
const PUSHED = 6;
/** Other data stay for longer than so many steps. */
const LASTING = 3;
/** Of the way up: a loss that has come back by half is back. */
const BACK = 0.5;
/**
 * Losses that bear outliers, as the absolute error, pull no more in a step that is far out: measured 1.1 times as much
 * as usual, a batch that was wrong 3.8 times and more. Such a step must be so many times as far out.
 */
const AS_USUAL = 2;
const HARMLESS = 2;

/** What a loss that jumped out of its range says: of this step alone, or of other data from here on. */
export class LossJumps {
  private readonly pushes = new Pushes();
  private readonly weightSets = new RareCount('weightSets');
  /** A jump that no update explains: the next steps tell whether it was one batch. */
  private awaited: { readonly step: number; readonly half: number } | undefined;

  constructor(private readonly data: OtherData) {}

  observe(store: VitalStore, frame: Frame): void {
    this.pushes.observe(store, frame);
    this.weightSets.observe(store);
  }

  /** Whether the jump that was waited for turns out to be a spike; one that lasts is none. */
  hasReturned(step: number, loss: number): boolean {
    if (!this.awaited) return false;
    const { step: jumped, half } = this.awaited;
    const isBack = loss < half;
    if (!isBack && step - jumped < LASTING) return false;
    this.awaited = undefined;
    if (!isBack) this.data.shifted(jumped);
    return isBack;
  }

  /** Whether a loss so many limits out, from this level, is a spike at once. */
  isSpike(step: number, loss: number, level: number, limits: number): boolean {
    const push = this.pushes.hardest;
    if (push === undefined || push > PUSHED || this.weightSets.isNow) {
      this.awaited = undefined;
      return true;
    }
    const isHarmless = push < AS_USUAL && limits < HARMLESS;
    if (!isHarmless) this.awaited ??= { step, half: level + BACK * (loss - level) };
    return false;
  }
}
