import type { Frame, Layout } from '../frame.js';
import { labelKey, placeOf, type VitalStore } from './store.js';
import { median, Recent, type Window } from './window.js';

/** TheDeepChecker judges the penalty over five checks. */
const CHECKS = 5;

/** How much stronger than the data the penalty pulls at a variable, the median of the last measurements. */
export class Regularization implements Window {
  private readonly ratios = new Map<string, Recent>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    for (const fact of layout.variables) {
      const labels = placeOf(fact);
      const ratio = store.fresh('layerRegularizationRatio', labels);
      // NaN: neither the penalty nor the data has a gradient.
      if (ratio === undefined || Number.isNaN(ratio)) continue;
      const name = labelKey(labels);
      const recent = this.ratios.get(name) ?? new Recent(CHECKS);
      this.ratios.set(name, recent);
      recent.push(ratio);
      if (recent.length === CHECKS) store.set('regularizationDominance', median(recent.last(CHECKS)), labels);
    }
  }
}
