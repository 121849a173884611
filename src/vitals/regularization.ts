import type { Frame, Layout } from '../frame.js';
import { labelKey, placeOf, type VitalStore } from './store.js';
import { mean, median, Peak, Recent, type Window } from './window.js';

/** TheDeepChecker judges the penalty over five checks. */
const CHECKS = 5;
const SHARE = 32;
/** Weights that were shrunk to nothing leave nothing to pull at: for so many steps it counts what shrank them. */
const MEMORY = 512;

/** How much stronger than the data the penalty pulls at a variable, the median of the last measurements. */
export class Regularization implements Window {
  private readonly penalties = new Recent(SHARE);
  private readonly losses = new Recent(SHARE);
  private readonly peaks = new Map<string, Peak>();
  private readonly ratios = new Map<string, Recent>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    this.share(store);
    if (!frame.sampled) return;
    for (const fact of layout.variables) {
      const labels = placeOf(fact);
      const name = labelKey(labels);
      if (store.get('layerTrainable', labels) === 0) this.forget(name);
      const ratio = store.fresh('layerRegularizationRatio', labels);
      // NaN: neither the penalty nor the data has a gradient.
      if (ratio === undefined || Number.isNaN(ratio)) continue;
      const recent = this.ratios.get(name) ?? new Recent(CHECKS);
      this.ratios.set(name, recent);
      recent.push(ratio);
      if (recent.length < CHECKS) continue;
      const peak = this.peaks.get(name) ?? new Peak(MEMORY);
      this.peaks.set(name, peak);
      store.set('regularizationDominance', peak.add(frame.step, median(recent.last(CHECKS))), labels);
    }
  }

  /** Of a variable that was frozen. */
  private forget(name: string): void {
    this.ratios.delete(name);
    this.peaks.delete(name);
  }

  /** The penalty over the data loss, both of recent steps. */
  private share(store: VitalStore): void {
    const penalty = store.fresh('regularizationLoss');
    const loss = store.fresh('dataLoss');
    if (penalty === undefined || loss === undefined || !Number.isFinite(penalty + loss)) return;
    this.penalties.push(penalty);
    this.losses.push(Math.abs(loss));
    if (this.losses.length === SHARE)
      store.set('regularizationShare', mean(this.penalties.last(SHARE)) / mean(this.losses.last(SHARE)));
  }
}
