import type { Frame, Layout } from '../frame.js';
import type { VitalStore } from './store.js';
import { mean, Recent, type Window } from './window.js';

/** Losses that the windows over them reach back. */
const REACH = 128;
/** Batches that an input is judged by: of 16 times 32 examples the deviation is known to 3 %. */
const BATCHES = 16;
/** Standard deviations by which the mean of an input moves, and the ratio by which its deviation does, when data are others. */
const MOVED = 0.25;
const WIDENED = 1.25;

/** How an input was distributed of late. */
interface Spread {
  readonly mean: number;
  readonly std: number;
}

/** What the last batches held, by input, and what they held when the loss was at its best. */
interface Course {
  readonly means: Recent;
  readonly stds: Recent;
  atBest?: Spread | undefined;
}

/**
 * Whether the loss is of other data than its best was, as in a curriculum or where one task follows another: then the
 * best is no scale for it. Seen where a loss jumped and stayed though no update had pushed it (`LossSpikes` tells), and
 * by the inputs themselves.
 */
export class OtherData implements Window {
  /** How many losses there were so far: a loop may report few of its steps. */
  losses = 0;
  private shift: number | undefined;
  private readonly inputs = new Map<string, Course>();

  observe(store: VitalStore, _: Frame, layout: Layout): void {
    if (Number.isFinite(store.fresh('dataLoss'))) this.losses++;
    for (const { input } of layout.inputs) {
      const batch = { mean: store.fresh('inputMean', { input }), std: store.fresh('inputStd', { input }) };
      if (!Number.isFinite(batch.mean) || !Number.isFinite(batch.std)) continue;
      const course = this.inputs.get(input) ?? { means: new Recent(BATCHES), stds: new Recent(BATCHES) };
      this.inputs.set(input, course);
      course.means.push(batch.mean ?? 0);
      course.stds.push(batch.std ?? 0);
    }
  }

  /** The loss has its best so far on the data of now. */
  isBest(): void {
    for (const course of this.inputs.values()) course.atBest = spreadOf(course);
  }

  /** From so many losses on the data were others. */
  shifted(losses: number): void {
    this.shift = losses;
  }

  /** Losses since the data became others at once; undefined where the windows have forgotten it. */
  get sinceShift(): number | undefined {
    const since = this.shift === undefined ? undefined : this.losses - this.shift;
    return since !== undefined && since <= REACH ? since : undefined;
  }

  get isOther(): boolean {
    return this.sinceShift !== undefined || [...this.inputs.values()].some(hasDrifted);
  }
}

const spreadOf = ({ means, stds }: Course): Spread | undefined =>
  means.length < BATCHES ? undefined : { mean: mean(means.last(BATCHES)), std: mean(stds.last(BATCHES)) };

function hasDrifted(course: Course): boolean {
  const [now, then] = [spreadOf(course), course.atBest];
  if (!now || !then) return false;
  const isMoved = Math.abs(now.mean - then.mean) > MOVED * then.std;
  return isMoved || now.std > WIDENED * then.std || then.std > WIDENED * now.std;
}
