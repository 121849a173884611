import type { Layout } from '../frame.js';
import { lossDiverging } from '../symptoms/loss-diverging/loss-diverging.js';
import { LossLevel } from '../vitals/loss-level.js';
import { OtherData } from '../vitals/other-data.js';
import { VitalStore } from '../vitals/store.js';

/** Share of its start that a loss must have fallen by: on so few examples any rate that works does that. */
const FALLEN = 0.05;

/** Frames of a trial: nothing but the loss. */
const layout: Layout = {
  id: 0,
  objective: 0,
  slots: [{ key: 'dataLoss', labels: {} }],
  variables: [],
  inputs: [],
};

/** Steps that a loss may be away from its best, or not change at all, before a trial is given up: it does not come back. */
const AWAY = 30;
const STILL = 15;
/** Losses closer to each other are one: float32 resolves no more. */
const SAME = 1e-6;

/** Judges the losses of a trial as `loss-diverging` judges those of a run: the same windows, limits and hold. */
export class Divergence {
  private readonly store = new VitalStore();
  private readonly level = new LossLevel(new OtherData());
  private met = 0;
  private lost = false;
  /** Steps in a row that the loss was far above its best, and that it was the same. */
  private away = 0;
  private still = 0;
  private last = Number.NaN;
  private first: number | undefined;

  push(loss: number): void {
    this.first ??= loss;
    if (!Number.isFinite(loss)) this.lost = true;
    const step = this.store.step + 1;
    const values = Float64Array.of(loss);
    this.store.apply({ kind: 'step', layout: 0, step, time: 0, sampled: false, values }, layout);
    this.level.observe(this.store);
    const { factor, rise } = lossDiverging.limits;
    const isMet = this.ratio > factor.value && (this.store.get('lossRise') ?? 0) > rise.value;
    this.met = isMet ? this.met + 1 : 0;
    this.away = this.ratio > factor.value ? this.away + 1 : 0;
    this.still = Math.abs(loss - this.last) <= SAME * Math.abs(loss) ? this.still + 1 : 0;
    this.last = loss;
  }

  /** Not finite, or as far from its best, and rising, as the symptom asks for, for as long. */
  get isDiverging(): boolean {
    return this.lost || this.met > lossDiverging.hold.raise;
  }

  /** Whether more steps would tell nothing else. */
  get isHopeless(): boolean {
    return this.isDiverging || this.away >= AWAY || (this.still >= STILL && !this.hasFallen);
  }

  /** Whether the trial went away from its best and did not come back. */
  get hasDiverged(): boolean {
    const { factor } = lossDiverging.limits;
    const first = this.first ?? 0;
    // What a first step drove up, and stays there, is over before there is a window to smooth it.
    const isUp = this.last - first > (factor.value - 1) * Math.abs(first);
    return this.isDiverging || isUp || this.ratio > factor.value;
  }

  /** Whether it left its start: a network that one step has killed does not diverge any more, and learns nothing. */
  get hasFallen(): boolean {
    const smoothed = this.store.get('lossSmoothed') ?? this.first ?? 0;
    const first = this.first ?? 0;
    return first - smoothed > FALLEN * Math.abs(first);
  }

  private get ratio(): number {
    return this.store.get('lossDivergence') ?? 1;
  }
}
