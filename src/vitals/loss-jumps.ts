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
/** Other data stay for more losses than this. */
const LASTING = 3;
/** Of the way up: a loss that has come back by half is back. */
const BACK = 0.5;
/**
 * Losses that bear outliers, as the absolute error, pull no more in a step that is far out: measured 1.1 times as much
 * as usual, a batch that was wrong 3.8 times and more. Such a step must be so many times as far out.
 */
const AS_USUAL = 2;
const HARMLESS = 2;

/** A jump that lasted, and is over at once before so many losses, to within this share of it, was a stretch of bad batches. */
const STRETCH = 32;
const ALL_THE_WAY = 0.15;

/** A jump: after how many losses, from which level, and how far. */
interface Jump {
  readonly at: number;
  readonly level: number;
  readonly height: number;
  /** Whether it is no spike when it comes back. */
  readonly isHarmless: boolean;
}

/** What a loss that jumped out of its range says: of this step alone, or of other data from here on. */
export class LossJumps {
  private readonly pushes = new Pushes();
  private readonly weightSets = new RareCount('weightSets');
  /** A jump that no update explains: the next losses tell whether it was one batch. */
  private awaited: Jump | undefined;
  /** One that lasted, and whether the last loss was up there still. */
  private lasting: Jump | undefined;
  private isUp = false;

  constructor(private readonly data: OtherData) {}

  observe(store: VitalStore, frame: Frame): void {
    this.pushes.observe(store, frame);
    this.weightSets.observe(store);
  }

  /** Whether the jump that was waited for turns out to be a spike; one that lasts is none, unless it ends as it began. */
  hasReturned(loss: number): boolean {
    return this.isOver(loss) || this.hasEnded(loss);
  }

  private isOver(loss: number): boolean {
    const { losses } = this.data;
    if (!this.awaited) return false;
    const jump = this.awaited;
    const isBack = shareOf(jump, loss) < BACK;
    if (!isBack && losses - jump.at < LASTING) return false;
    this.awaited = undefined;
    if (isBack) return !jump.isHarmless;
    // Gradients that are clipped since say that it may have been an update after all.
    if (this.pushes.hardest === undefined) return true;
    this.lasting = jump;
    this.data.shifted(jump.at + LASTING);
    return false;
  }

  private hasEnded(loss: number): boolean {
    if (!this.lasting) return false;
    const share = shareOf(this.lasting, loss);
    const hasEnded = this.isUp && share < ALL_THE_WAY;
    this.isUp = share > BACK;
    if (hasEnded || this.data.losses - this.lasting.at > STRETCH) this.lasting = undefined;
    return hasEnded;
  }

  /** Whether a loss so many limits out, from this level, is a spike at once. */
  isSpike(loss: number, level: number, limits: number): boolean {
    const push = this.pushes.hardest;
    if (push === undefined || push > PUSHED || this.weightSets.isNow) {
      this.awaited = undefined;
      return true;
    }
    const isHarmless = push < AS_USUAL && limits < HARMLESS;
    this.awaited ??= { at: this.data.losses, level, height: loss - level, isHarmless };
    return false;
  }
}

/** How much of a jump a loss is above the level that it began from. */
const shareOf = ({ level, height }: Jump, loss: number): number => (loss - level) / height;
