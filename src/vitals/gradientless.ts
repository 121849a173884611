import type { Frame, Layout } from '../frame.js';
import type { VariableSeries, VitalStore } from './store.js';
import type { Window } from './window.js';

/** Looks that must agree. */
const LOOKS = 3;

/** For how many steps the optimizer has received no gradient for a trainable variable. */
export class Gradientless implements Window {
  /** Step of the last gradient, or of the first look. */
  private readonly since = new Map<VariableSeries, { readonly step: number; looks: number }>();

  observe(store: VitalStore, frame: Frame, layout: Layout): void {
    if (!frame.sampled) return;
    for (const { at } of store.variables(layout)) {
      const received = at.fresh('layerGradientReceived');
      if (received === undefined) {
        // Frozen or gone: it waits for no gradient.
        this.since.delete(at);
        if (at.get('gradientlessSteps') !== undefined) at.set('gradientlessSteps', undefined);
        continue;
      }
      const old = received === 1 ? undefined : this.since.get(at);
      const since = old ?? { step: received === 1 ? frame.step : frame.step - 1, looks: 0 };
      if (received === 0) since.looks++;
      this.since.set(at, since);
      // A loop that trains parts in turn may be looked at twice when it was the other's turn.
      const steps = since.looks < LOOKS ? since.looks : frame.step - since.step;
      at.set('gradientlessSteps', steps);
    }
  }
}
