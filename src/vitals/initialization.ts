import type { Frame, Layout, VariableFact } from '../frame.js';
import { PerVariable } from './per-variable.js';
import type { VariableSeries, VitalStore } from './store.js';
import type { Window } from './window.js';

/** Parts that are trained in turn have each their first step within so many. */
const FIRST = 8;
/** After so many updates units that are still identical are no output layer, or branch, that began at zero on purpose. */
const UPDATED = 10;

/** Weights half again as large as usual amplify; less is the scatter of few weights. */
const AMPLIFIES = 1.5;

/**
 * How a run was initialized, from its first measurements: the scale of each weight matrix against the usual ones, that
 * of a chain of them, and how much the units of each differ.
 */
export class Initialization implements Window {
  private readonly seen = new PerVariable<true>();
  /** Units that were told at the start, once and for all. */
  private readonly told = new PerVariable<true>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (frame.kind !== 'step' || !frame.sampled) return;
    let before: Link | undefined;
    for (const { fact, at } of store.variables(layout)) {
      const std = at.fresh('layerWeightStd');
      if (std === undefined) continue;
      // A variable that is first seen after training began was not initialized now.
      const isStart = !this.seen.get(at) && frame.step <= FIRST && at.get('layerTrainable') === 1;
      this.seen.set(at, true);
      if (isStart) at.set('initialScale', scaleOf(fact, std, meanOf(fact, at, std)));
      this.unitSpread(frame.step, fact, at, isStart);
      if (fact.role === 'matrix') before = isStart ? this.gain(fact, at, before) : undefined;
    }
  }

  /** Twice the usual scale is forgiven in one layer, not in ten in a row: they amplify by a thousand. */
  private gain(fact: VariableFact, at: VariableSeries, before: Link | undefined): Link {
    const scale = at.get('initialScale');
    const own = scale !== undefined && scale >= AMPLIFIES ? scale : 1;
    const gain = own > 1 && before && takesOutputsOf(before.fact, fact) ? own * before.gain : own;
    at.set('initialGain', scale === undefined ? undefined : gain);
    return { fact, gain };
  }

  /**
   * Copies of one unit are told at once: what is drawn at random behind them drives them apart, but slowly. Weights of
   * zero, and those of the output, may have been meant so; they are looked at once they were updated.
   */
  private unitSpread(step: number, { isHead }: VariableFact, at: VariableSeries, isStart: boolean): void {
    const spread = at.fresh('layerUnitSpread');
    if (spread === undefined || this.told.get(at)) return;
    if (isStart && !isHead && at.get('layerWeightNorm') !== 0) this.told.set(at, true);
    else if (step < UPDATED) return;
    at.set('initialUnitSpread', spread);
  }
}

/** A weight matrix, and what it amplifies together with those before it. */
interface Link {
  readonly fact: VariableFact;
  readonly gain: number;
}

/**
 * By shape: a dense or convolutional layer of as many inputs, or channels, as the one before has units. Outputs that are
 * bounded do not grow with the weights before them.
 */
const takesOutputsOf = (before: VariableFact, { size, fanOut }: VariableFact): boolean =>
  !before.isBounded && size / fanOut === before.units;

/** |mean| of the weights, from their norm: n·(σ² + μ²) = Σw². */
function meanOf({ size }: VariableFact, at: VariableSeries, std: number): number {
  const norm = at.fresh('layerWeightNorm');
  return norm === undefined ? 0 : Math.sqrt(Math.max(0, norm ** 2 / size - std ** 2));
}

/** Weights whose mean is beyond so many of their deviations are mostly of one sign: of a normal distribution 69 %. */
const ONE_SIGNED = 0.5;

/**
 * Glorot & Bengio 2010: σ² = 2 / (fan-in + fan-out); He et al. 2015: σ² = 2 / fan-in. Between the two, and down to
 * LeCun's 1 / fan-in, is usual: 1; beyond, the ratio to the nearer one. Identical weights have no scale. Weights of one
 * sign add up what their inputs have in common: fan-in · |mean| times, where those of He et al. give √2 times.
 */
export function scaleOf(
  { role, size, units, fanOut, isHead, isNormalized }: VariableFact,
  std: number,
  mean = 0,
): number | undefined {
  if (role !== 'matrix' || isNormalized || units < 2 || !Number.isFinite(std) || std === 0) return undefined;
  const fanIn = size / units;
  const glorot = Math.sqrt(2 / (fanIn + fanOut));
  const he = Math.sqrt(2 / fanIn);
  // Of rank 2: others, as the slopes of a PReLU, may be for one input each.
  const isPlain = fanOut === units;
  const together = isPlain && mean > ONE_SIGNED * std ? (fanIn * mean) / Math.SQRT2 : 0;
  if (Math.max(together, std / he) > 1) return Math.max(together, std / he);
  const small = std / Math.min(glorot, he);
  // Small output weights are good practice: the first predictions are even.
  return small < 1 && !isHead ? small : 1;
}
