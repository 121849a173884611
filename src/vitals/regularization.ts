import type { Frame, Layout } from '../frame.js';
import { PerVariable } from './per-variable.js';
import type { VitalStore } from './store.js';
import { mean, Peak, Recent, type Window } from './window.js';

/** TheDeepChecker judges the penalty over five checks. */
const CHECKS = 5;
const SHARE = 32;
/** Weights that were shrunk to nothing leave nothing to pull at: for so many steps it counts what shrank them. */
const MEMORY = 512;

/** How much stronger than the data the penalty pulls at a variable, the median of the last measurements. */
export class Regularization implements Window {
  private readonly penalties = new Recent(SHARE);
  private readonly losses = new Recent(SHARE);
  private readonly pulls = new PerVariable<{ readonly recent: Recent; readonly peak: Peak }>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    this.share(store);
    if (!frame.sampled) return;
    for (const { at } of store.variables(layout)) {
      // Of a variable that was frozen.
      if (at.get('layerTrainable') === 0) this.pulls.delete(at);
      const ratio = at.fresh('layerRegularizationRatio');
      // NaN: neither the penalty nor the data has a gradient.
      if (ratio === undefined || Number.isNaN(ratio)) continue;
      const pull = this.pulls.get(at) ?? { recent: new Recent(CHECKS), peak: new Peak(MEMORY) };
      if (pull.recent.length === 0) this.pulls.set(at, pull);
      pull.recent.push(ratio);
      if (pull.recent.length < CHECKS) continue;
      at.set('regularizationDominance', pull.peak.add(frame.step, pull.recent.median(CHECKS)));
    }
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
