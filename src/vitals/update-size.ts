import type { Frame, Layout, VariableFact } from '../frame.js';
import type { VitalStore } from './store.js';
import { mean, Peak, Recent, type Window } from './window.js';

/** A run frozen by its first steps still shows, for so long, how large they were. */
const PEAK_MEMORY = 512;
/** Measurements that the update of now is the median of: 8, and of rare ones those of 48 steps, but three. */
const MEASURED = { least: 3, most: 8, steps: 48 };
/** Steps, but at least four measurements: a loss that swings takes large updates now and small ones then. */
const LONG = 64;
const LONG_LEAST = 4;
/** An update counts at most so many times the median of the recent ones. */
const JOLT = 4;
/** Where measurements are rare, as many sampling intervals: 512 steps may hold none. */
const PEAK_INTERVALS = 8;

/**
 * ‖ΔW‖ / ‖W‖ over all weight matrices. A matrix smaller than the usual initial scale (a standard deviation of
 * ½·√(1/fan-in), so a norm of ½·√units) counts as that: a tiny start does not make a usual step too large.
 */
export class UpdateSize implements Window {
  private readonly recent = new Recent(MEASURED.most);
  private readonly long = new Recent(LONG);
  private readonly peak = new Peak(Number.POSITIVE_INFINITY);

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (frame.kind !== 'step') return;
    const interval = store.get('agentInterval') ?? 1;
    const ratio = frame.sampled ? wholeRatio(store, layout) : undefined;
    if (ratio !== undefined && Number.isFinite(ratio)) {
      const { least, most, steps } = MEASURED;
      this.recent.push(ratio);
      const now = this.recent.median(Math.min(most, Math.max(least, Math.ceil(steps / interval))));
      store.set('updateRatio', now);
      this.long.push(now);
      store.set('updateRatioMean', this.usual(Math.max(LONG_LEAST, Math.ceil(LONG / interval))));
      if (this.recent.length >= 3) this.peak.add(frame.step, mean(this.recent.last(3)));
    }
    const memory = Math.max(PEAK_MEMORY, PEAK_INTERVALS * interval);
    if (this.recent.length >= 3) store.set('updateRatioPeak', this.peak.at(frame.step, memory));
  }

  /** Mean of the newest `count`, each of at most so many times their median: a jolt of a few steps is not the usual. */
  private usual(count: number): number {
    const most = JOLT * this.long.median(count);
    const newest = this.long.last(count);
    if (most <= 0) return mean(newest);
    let sum = 0;
    for (const ratio of newest) sum += Math.min(ratio, most);
    return sum / newest.length;
  }
}

/** Of all matrices; where there are none, of the tables. */
const wholeRatio = (store: VitalStore, layout: Layout): number | undefined =>
  ratioOf('matrix', store, layout) ?? ratioOf('table', store, layout);

function ratioOf(which: VariableFact['role'], store: VitalStore, layout: Layout): number | undefined {
  let updates = 0;
  let weights = 0;
  for (const { fact, at } of store.variables(layout)) {
    const { role, units } = fact;
    if (role !== which) continue;
    const ratio = at.fresh('layerUpdateRatio');
    const norm = at.fresh('layerWeightNorm');
    if (ratio === undefined || norm === undefined || at.get('layerTrainable') !== 1) continue;
    updates += (ratio * norm) ** 2;
    weights += Math.max(norm ** 2, units / 4);
  }
  return weights === 0 ? undefined : Math.sqrt(updates / weights);
}
