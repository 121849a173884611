import type { Frame } from '../frame.js';
import { LossJumps } from './loss-jumps.js';
import type { ObjectiveMoves } from './objective-moves.js';
import type { OtherData } from './other-data.js';
import type { VitalStore } from './store.js';
import { mean, Recent, type Window } from './window.js';

const HISTORY = 128;
/** Steps before a jump can be told from a start. */
const ENOUGH = 64;
/** OLMo-core and MaxText skip steps beyond six standard deviations of the last 128. */
export const SPIKE = 6;
/**
 * Small batches have heavy tails: a spike is also this many times as far out as any step of the window, but for one
 * right before it that was nearly a spike. Measured: 2.1 by an example of a rare class, which is no fault of its step.
 */
const BEYOND = 2.5;
/** What went wrong may be two batches in a row: a step that was just short of a spike does not hide the next one. */
const NEARLY = 5;
/**
 * Examples of a batch whose mean has no heavier tails than the limit allows for. Of χ²-distributed errors, one step in
 * 100,000 is 13 deviations out in batches of one, 9 in those of four, 5.5 in these.
 */
const AS_NORMAL = 32;
/** A run that has settled has hardly any deviation: it counts as at least these shares of the level and of the start. */
const OF_LEVEL = 0.1;
const OF_START = 0.1;

/** Steps whose loss jumps out of the recent range. Spikes enter the window, so that jumps that recur are none. */
export class LossSpikes implements Window {
  private readonly recent = new Recent(HISTORY + 1);
  private readonly sizes = new Recent(HISTORY);
  /** Steps just now that were as far out, and just short of a spike: one or none. */
  private nearly = 0;
  /** When examples were last counted, and how many there were. */
  private before: { readonly step: number; readonly examples: number } | undefined;

  private readonly jumps: LossJumps;

  constructor(
    private readonly moves: ObjectiveMoves,
    data: OtherData,
  ) {
    this.jumps = new LossJumps(data);
  }

  observe(store: VitalStore, frame: Frame): void {
    if (store.get('lossSpikes') === undefined) store.set('lossSpikes', 0);
    const loss = store.fresh('dataLoss');
    const weight = this.weight(store);
    this.jumps.observe(store, frame);
    if (loss === undefined || !Number.isFinite(loss)) return;
    this.recent.push(loss);
    const before = this.recent.before(1);
    if (before.length < ENOUGH) return;
    const level = mean(before);
    const deviation = deviationFrom(level, before);
    const start = Math.abs(store.get('lossInitial') ?? 0);
    const jump = (loss - level) * weight;
    const z = jump / Math.max(deviation, OF_LEVEL * Math.abs(level), OF_START * start);
    if (!Number.isFinite(z)) return;
    store.set('lossZscore', z);
    const usual = before.subarray(0, before.length - this.nearly);
    const isBeyond = jump > BEYOND * (largestOf(usual) - level);
    const isOut = z > SPIKE && isBeyond;
    this.nearly = Number(!isOut && isBeyond && z > NEARLY);
    const hasReturned = this.jumps.hasReturned(loss);
    // Against a target that was just renewed every loss may be larger.
    const isJump = isOut && !this.moves.isJump;
    if ((isJump && this.jumps.isSpike(loss, level, z / SPIKE)) || hasReturned)
      store.set('lossSpikes', (store.get('lossSpikes') ?? 0) + 1);
  }

  /**
   * The last batch of an epoch is often a small one: the mean of n examples deviates by 1/√n. And where all batches are
   * small, their losses have heavier tails than deviations tell.
   */
  private weight(store: VitalStore): number {
    const size = this.sizeOf(store);
    if (size > 0) this.sizes.push(size);
    if (this.sizes.length === 0) return 1;
    const usual = this.sizes.median(HISTORY);
    store.set('batchSize', usual);
    const ofSize = size > 0 ? Math.min(1, Math.sqrt(size / usual)) : 1;
    return ofSize / Math.max(1, tailOf(usual) / tailOf(AS_NORMAL));
  }

  /** Examples a step since they were last counted; 0 where none are new: a loop tells them after its step. */
  private sizeOf(store: VitalStore): number {
    const now = { step: store.step, examples: store.get('examples') ?? 0 };
    this.before ??= now;
    const more = now.examples - this.before.examples;
    if (more === 0) return 0;
    const size = more / Math.max(1, now.step - this.before.step);
    this.before = now;
    return size;
  }
}

/** In standard deviations, how much further out the largest of many squared errors is than it would be of normal ones. */
const tailOf = (examples: number): number => 1 + 2 / Math.sqrt(examples);

function largestOf(numbers: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const x of numbers) if (x > largest) largest = x;
  return largest;
}

function deviationFrom(level: number, numbers: Float64Array): number {
  let squares = 0;
  for (const x of numbers) squares += (x - level) ** 2;
  return Math.sqrt(squares / numbers.length);
}
