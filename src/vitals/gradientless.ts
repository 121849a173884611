import type { Frame, Layout } from '../frame.js';
import { labelKey, placeOf, type VitalStore } from './store.js';
import type { Window } from './window.js';

/** Looks that must agree. */
const LOOKS = 3;

/** For how many steps the optimizer has received no gradient for a trainable variable. */
export class Gradientless implements Window {
  /** Step of the last gradient, or of the first look. */
  private readonly since = new Map<string, { readonly step: number; looks: number }>();

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
      const old = received === 1 ? undefined : this.since.get(name);
      const since = old ?? { step: received === 1 ? frame.step : frame.step - 1, looks: 0 };
      if (received === 0) since.looks++;
      this.since.set(name, since);
      // A loop that trains parts in turn may be looked at twice when it was the other's turn.
      const steps = since.looks < LOOKS ? since.looks : frame.step - since.step;
      store.set('gradientlessSteps', steps, labels);
    }
  }
}
