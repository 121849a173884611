import type { Frame, Layout } from '../frame.js';
import { labelKey, placeOf, type VitalStore } from './store.js';
import type { Window } from './window.js';

/** For how many steps the optimizer has received no gradient for a trainable variable. */
export class Gradientless implements Window {
  /** Step of the last gradient, or of the first look. */
  private readonly since = new Map<string, number>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    for (const fact of layout.variables) {
      const labels = placeOf(fact);
      const received = store.fresh('layerGradientReceived', labels);
      const name = labelKey(labels);
      if (received === undefined) {
        // Frozen or gone: it waits for no gradient.
        this.since.delete(name);
        if (store.get('gradientlessSteps', labels) !== undefined)
          store.set('gradientlessSteps', undefined, labels);
        continue;
      }
      if (received === 1 || !this.since.has(name))
        this.since.set(name, received === 1 ? frame.step : frame.step - 1);
      store.set('gradientlessSteps', frame.step - (this.since.get(name) ?? frame.step), labels);
    }
  }
}
